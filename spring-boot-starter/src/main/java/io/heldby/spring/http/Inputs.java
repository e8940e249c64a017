package io.heldby.spring.http;

import io.heldby.lock.LockMode;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the core check what a request says. The core's messages begin with the name of the part that is wrong; here it
 * becomes the field of a 400.
 */
final class Inputs {

    /** By the core's name; where it differs from the wire's. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("type", "type"),
            Map.entry("id", "id"),
            Map.entry("session", "session"),
            Map.entry("reason", "reason"),
            Map.entry("lease", "leaseSeconds"),
            Map.entry("grace", "softSeconds"),
            Map.entry("holder", "holder"),
            Map.entry("q", "q"),
            Map.entry("limit", "limit"),
            Map.entry("cursor", "cursor"),
            Map.entry("message", "message"),
            Map.entry("minutes", "minutes"),
            Map.entry("ifVersion", "ifVersion"));

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

    static UUID uuid(String name, String given) {
        return field(name, () -> UUID.fromString(given));
    }

    /** As it says which field of a part of the request is wrong, says also which part that is. */
    static <T> T within(String place, Supplier<T> code) {
        try {
            return code.get();
        } catch (Refusal refusal) {
            throw refusal.answer().body() instanceof Problem problem && problem.field() != null
                    ? problem.at(place + "." + problem.field()).refusal()
                    : refusal;
        }
    }

    static LockMode mode(String given) {
        return switch (given) {
            case "EXCLUSIVE" -> LockMode.EXCLUSIVE;
            case "SHARED" -> LockMode.SHARED;
            default ->
                throw Problem.badField("mode", "mode must be EXCLUSIVE or SHARED.")
                        .refusal();
        };
    }

    /** The value, which must be there. */
    static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw Problem.badField(name, name + " is missing.").refusal();
        }
        return value;
    }

    /** Why somebody does something, which must not be left blank. */
    static String said(String name, @Nullable String why, String forWhom) {
        String given = required(name, why);
        if (given.isBlank()) {
            throw Problem.badField(name, name + " must say why; " + forWhom + ".")
                    .refusal();
        }
        return given;
    }

    private static String sentence(IllegalArgumentException wrong) {
        return wrong.getMessage() + ".";
    }
}
