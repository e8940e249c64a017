package io.heldby.spring.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a list. As strict as a body: a misspelt one that is ignored would list more than was asked for. An
 * empty one counts as left out, as forms send them.
 */
record Parameters(Map<String, String> given) {

    static Parameters of(HttpServletRequest request, List<String> known) {
        Map<String, String> given = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (!known.contains(name)) {
                throw Problem.badField(name, "There is no such parameter. There are: " + String.join(", ", known) + ".")
                        .refusal();
            }
            if (values.length > 1) {
                throw Problem.badField(name, name + " is given more than once.").refusal();
            }
            if (!values[0].isEmpty()) {
                given.put(name, values[0]);
            }
        });
        return new Parameters(given);
    }

    @Nullable
    String text(String name) {
        return given.get(name);
    }

    String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    int limit(int otherwise) {
        String limit = given.get("limit");
        if (limit == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(limit);
        } catch (NumberFormatException notANumber) {
            throw Problem.badField("limit", "limit must be a whole number from 1 to 500.")
                    .refusal();
        }
    }

    /** A position in the log of events. */
    @Nullable
    Long position(String name) {
        String position = given.get(name);
        return position == null ? null : position(name, position);
    }

    static long position(String name, String given) {
        try {
            long position = Long.parseLong(given);
            if (position >= 0) {
                return position;
            }
        } catch (NumberFormatException notANumber) {
            // As for a number that is none of ours.
        }
        throw Problem.badField(name, name + " must be the position of an event, a whole number from 0.")
                .refusal();
    }

    @Nullable
    Instant time(String name) {
        String time = given.get(name);
        try {
            return time == null ? null : Instant.parse(time);
        } catch (DateTimeParseException notATime) {
            throw Problem.badField(name, name + " must be a time such as 2026-11-24T10:47:00Z.")
                    .refusal();
        }
    }
}
