package io.heldby.lock;

import org.jspecify.annotations.Nullable;

/** Checks the texts that people and programs hand in, before any of them reaches a store. */
final class Text {

    private Text() {}

    /**
     * Returns {@code value} when it has {@code min..max} chars, no control characters and no lone surrogates.
     *
     * @throws IllegalArgumentException naming the field, what is wrong and what would be right
     */
    static String checked(String field, @Nullable String value, int min, int max) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing: give " + min + " to " + max + " characters");
        }
        if (value.length() < min || value.length() > max) {
            throw new IllegalArgumentException("%s must have %d to %d characters, but \"%s\" has %d"
                    .formatted(field, min, max, shortened(value), value.length()));
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException("%s must not contain control characters, but \"%s\" has U+%04X at %d"
                        .formatted(field, shortened(value), (int) c, i));
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == value.length() || !Character.isSurrogatePair(c, value.charAt(i + 1))) {
                    throw new IllegalArgumentException(
                            "%s must be valid Unicode, but it has half a character at %d".formatted(field, i));
                }
                i++;
            }
        }
        return value;
    }

    /** Puts an offending value into a message without letting it break the line or fill the log. */
    static String shortened(String value) {
        String visible = value.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 60 ? visible : visible.substring(0, 57) + "...";
    }
}
