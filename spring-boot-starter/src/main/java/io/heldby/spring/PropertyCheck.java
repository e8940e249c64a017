package io.heldby.spring;

import java.util.Locale;
import java.util.function.Supplier;

/** Lets the core judge a configured value, and says in which property it stands. */
final class PropertyCheck {

    private PropertyCheck() {}

    /** Checks the value of one property. */
    static <T> T of(String property, Supplier<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "%s: %s. Change it, or leave it out for the default".formatted(property, wrong.getMessage()),
                    wrong);
        }
    }

    /** Checks several properties together; the core's message begins with the name of the part that is wrong. */
    static <T> T ofParts(String parent, Supplier<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException wrong) {
            String part = String.valueOf(wrong.getMessage()).split(" ", 2)[0];
            String kebab = part.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            return of(parent + "." + kebab, () -> {
                throw wrong;
            });
        }
    }
}
