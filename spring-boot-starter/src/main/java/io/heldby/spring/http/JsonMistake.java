package io.heldby.spring.http;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in our own words what is wrong with a body; the parser's speak of Java classes. */
final class JsonMistake {

    private JsonMistake() {}

    static Problem problem(JacksonException mistaken) {
        String field = field(mistaken.getPath());
        if (mistaken instanceof UnrecognizedPropertyException unknown) {
            return Problem.badField(
                    shortened(unknown.getPropertyName()),
                    "\"%s\" is not a field of this request. It takes: %s."
                            .formatted(shortened(unknown.getPropertyName()), known(unknown.getKnownPropertyIds())));
        }
        if (mistaken instanceof MismatchedInputException wrongType) {
            return wrongType(field, wrongType);
        }
        if (mistaken instanceof StreamConstraintsException) {
            return malformed("The body is nested too deeply, or one of its names or values is too long.");
        }
        if (mistaken instanceof InputCoercionException) {
            String name = field == null ? currentName(mistaken) : field;
            return Problem.badField(name, "%s is a number beyond all bounds.".formatted(name));
        }
        String duplicate = duplicate(mistaken);
        if (duplicate != null) {
            return Problem.badField(duplicate, "\"%s\" is given twice.".formatted(duplicate));
        }
        return malformed("The body is not valid JSON, at line %d, column %d."
                .formatted(
                        mistaken.getLocation().getLineNr(),
                        mistaken.getLocation().getColumnNr()));
    }

    static Problem notAnObject() {
        return malformed("The body must be a JSON object.");
    }

    private static Problem malformed(String detail) {
        return Problem.of(400, "bad-request", "Bad request", detail);
    }

    private static Problem wrongType(@Nullable String field, MismatchedInputException wrong) {
        if (field == null) {
            boolean trailing = String.valueOf(wrong.getOriginalMessage()).startsWith("Trailing token");
            return trailing ? malformed("The body goes on after its JSON object.") : notAnObject();
        }
        return Problem.badField(field, "%s must be %s.".formatted(field, expected(wrong.getTargetType())));
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == String.class) {
            return "a text, in quotes";
        }
        if (type == Long.class || type == Integer.class) {
            return "a whole number, without quotes";
        }
        if (type == Boolean.class) {
            return "true or false, without quotes";
        }
        return type != null && Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private static @Nullable String duplicate(JacksonException mistaken) {
        boolean twice = mistaken instanceof StreamReadException
                && String.valueOf(mistaken.getOriginalMessage()).startsWith("Duplicate Object property");
        return twice ? currentName(mistaken) : null;
    }

    private static String currentName(JacksonException mistaken) {
        return mistaken.processor() instanceof JsonParser parser ? shortened(parser.currentName()) : "body";
    }

    /** {@code leases[2].token} */
    private static @Nullable String field(List<JacksonException.Reference> path) {
        StringBuilder field = new StringBuilder();
        for (JacksonException.Reference step : path) {
            if (step.getPropertyName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return field.isEmpty() ? null : field.toString();
    }

    private static String known(@Nullable Collection<Object> ids) {
        return ids == null
                ? "nothing"
                : String.join(", ", ids.stream().map(String::valueOf).toList());
    }

    private static String shortened(@Nullable String name) {
        String visible = String.valueOf(name).replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 60 ? visible : visible.substring(0, 57) + "...";
    }
}
