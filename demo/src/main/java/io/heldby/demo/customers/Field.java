package io.heldby.demo.customers;

/** What can be typed into the form of a customer. */
public enum Field {
    FIRST_NAME("firstName", "First name", 100),
    LAST_NAME("lastName", "Last name", 100),
    EMAIL("email", "E-mail", 200),
    PHONE("phone", "Phone", 50),
    NOTES("notes", "Notes", 2000);

    private final String formName;
    private final String label;
    private final int maxLength;

    Field(String formName, String label, int maxLength) {
        this.formName = formName;
        this.label = label;
        this.maxLength = maxLength;
    }

    public String formName() {
        return formName;
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
        return switch (this) {
            case FIRST_NAME -> text.firstName();
            case LAST_NAME -> text.lastName();
            case EMAIL -> text.email();
            case PHONE -> text.phone();
            case NOTES -> text.notes();
        };
    }
}
