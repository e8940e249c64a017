package io.heldby.demo.customers;

import java.util.function.Function;

/** What can be typed into the form of a customer. */
public enum Field {
    FIRST_NAME("firstName", "First name", 100, CustomerText::firstName),
    LAST_NAME("lastName", "Last name", 100, CustomerText::lastName),
    EMAIL("email", "E-mail", 200, CustomerText::email),
    PHONE("phone", "Phone", 50, CustomerText::phone),
    NOTES("notes", "Notes", 2000, CustomerText::notes);

    private final String param;
    private final String label;
    private final int maxLength;
    private final Function<CustomerText, String> value;

    Field(String param, String label, int maxLength, Function<CustomerText, String> value) {
        this.param = param;
        this.label = label;
        this.maxLength = maxLength;
        this.value = value;
    }

    public String param() {
        return param;
    }

    public String label() {
        return label;
    }

    public int maxLength() {
        return maxLength;
    }

    public boolean multiline() {
        return this == NOTES;
    }

    public String of(CustomerText text) {
        return value.apply(text);
    }
}
