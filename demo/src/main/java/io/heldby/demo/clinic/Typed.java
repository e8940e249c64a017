package io.heldby.demo.clinic;

import io.heldby.demo.OneLine;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** What a form or a program sent, read field by field; what is wrong with it is collected and told at once. */
final class Typed {

    private final Map<String, String> fields;
    private final Map<String, String> problems = new LinkedHashMap<>();

    Typed(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Text of one line that must not be empty. */
    String line(String field, int maxLength, String pleaseEnter) {
        String text = optional(field, maxLength);
        if (text.isEmpty()) {
            problems.put(field, pleaseEnter);
        }
        return text;
    }

    String optional(String field, int maxLength) {
        String text = OneLine.of(fields.get(field));
        if (text.length() > maxLength) {
            problems.put(field, "Please use at most %d characters; these are %d.".formatted(maxLength, text.length()));
        }
        return text;
    }

    int number(String field, int from, int to) {
        OptionalInt number = parsed(fields.getOrDefault(field, "").strip());
        if (number.isEmpty() || number.getAsInt() < from || number.getAsInt() > to) {
            problems.put(field, "Please enter a number from %d to %d.".formatted(from, to));
        }
        return number.orElse(from);
    }

    LocalDate date(String field, LocalDate otherwise) {
        try {
            return LocalDate.parse(fields.getOrDefault(field, "").strip());
        } catch (DateTimeParseException notADate) {
            problems.put(field, "Please enter a date such as " + otherwise + ".");
            return otherwise;
        }
    }

    /** One of several, which the page offers in a list. */
    String oneOf(String field, Map<String, String> known, String otherwise) {
        String chosen = fields.getOrDefault(field, otherwise);
        if (!known.containsKey(chosen)) {
            problems.put(field, "Please choose one of " + String.join(", ", known.values()) + ".");
        }
        return chosen;
    }

    /** @throws InvalidEntryException when anything that was read is wrong */
    void check() {
        if (!problems.isEmpty()) {
            throw new InvalidEntryException(problems);
        }
    }

    private static OptionalInt parsed(String text) {
        return text.matches("[0-9]{1,6}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
