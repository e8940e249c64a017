package io.heldby.spring.http;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the core check what a request says. The core's messages begin with the name of the part that is wrong; here it
 * becomes the field of a 400.
 */
final class Inputs {

    /** By the core's name; where it differs from the wire's. */
    private static final Map<String, String> FIELDS = Map.of(
            "type", "type",
            "id", "id",
            "session", "session",
            "reason", "reason",
            "lease", "leaseSeconds",
            "grace", "softSeconds",
            "holder", "holder",
            "q", "q",
            "limit", "limit",
            "cursor", "cursor");

    private Inputs() {}

    /**
     * Runs code that may refuse the request's values.
     *
     * @throws Refusal 400 naming the field
     */
    static <T> T checked(Supplier<T> code) {
        try {
            return code.get();
        } catch (IllegalArgumentException wrong) {
            String field = FIELDS.get(String.valueOf(wrong.getMessage()).split(" ", 2)[0]);
            if (field == null) {
                throw wrong; // Nothing that the caller sent, so not for the caller to read.
            }
            throw Problem.badField(field, sentence(wrong)).refusal();
        }
    }

    /** As {@link #checked}, for one field whose name is known. */
    static <T> T field(String name, Supplier<T> code) {
        try {
            return code.get();
        } catch (IllegalArgumentException wrong) {
            throw Problem.badField(name, sentence(wrong)).refusal();
        }
    }

    /** The value, which must be there. */
    static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw Problem.badField(name, name + " is missing.").refusal();
        }
        return value;
    }

    private static String sentence(IllegalArgumentException wrong) {
        return wrong.getMessage() + ".";
    }
}
