package io.heldby.demo.customers;

import io.heldby.demo.conflict.FormField;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything about a customer that people type, valid or not. */
public record CustomerText(String firstName, String lastName, String email, String phone, String notes) {

    /**
     * Reads what a form sent.
     *
     * @param valueOf what the form says about a field; null counts as empty
     */
    static CustomerText read(Function<Field, @Nullable String> valueOf) {
        return new CustomerText(
                FormField.typed(valueOf.apply(Field.FIRST_NAME)),
                FormField.typed(valueOf.apply(Field.LAST_NAME)),
                FormField.typed(valueOf.apply(Field.EMAIL)),
                FormField.typed(valueOf.apply(Field.PHONE)),
                FormField.typed(valueOf.apply(Field.NOTES)));
    }

    CustomerText with(Field changed, String typed) {
        return read(field -> field == changed ? typed : field.of(this));
    }

    CustomerText withLastName(String newLastName) {
        return with(Field.LAST_NAME, newLastName);
    }

    /** What keeps this from being stored, a sentence for each field concerned. */
    Map<Field, String> problems() {
        Map<Field, String> problems = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            int length = field.of(this).length();
            if (length > field.maxLength()) {
                problems.put(
                        field, "Please use at most %d characters; these are %d.".formatted(field.maxLength(), length));
            }
        }
        if (firstName.isBlank()) {
            problems.put(Field.FIRST_NAME, "Please enter a first name.");
        }
        if (lastName.isBlank()) {
            problems.put(Field.LAST_NAME, "Please enter a last name.");
        }
        if (!email.isEmpty() && email.indexOf('@') < 1) {
            problems.put(Field.EMAIL, "Please enter an e-mail address with an @, or leave it empty.");
        }
        return problems;
    }
}
