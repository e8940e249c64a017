package io.heldby.demo.conflict;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record as a form shows it and reads it.
 *
 * @param name as in conflicts and in the change log; also of the input
 * @param multiline whether people may type several lines
 * @param maxLength of the text in UTF-16 units, as browsers count them
 * @param group what several fields are together, such as "Price" for amount and currency, which are decided as one; null for
 *     a field that stands alone
 * @param text what is in the input for a value
 * @param value the value for what was typed, once it has passed the form's validation
 */
public record FormField(
        String name,
        String label,
        boolean multiline,
        int maxLength,
        @Nullable String group,
        Function<@Nullable Object, String> text,
        Function<String, @Nullable Object> value) {

    /** One line of text; null is shown as nothing. */
    public static FormField line(String name, String label, int maxLength) {
        return new FormField(name, label, false, maxLength, null, value -> Objects.toString(value, ""), typed -> typed);
    }

    /** Several lines of text. */
    public static FormField lines(String name, String label, int maxLength) {
        return new FormField(name, label, true, maxLength, null, value -> Objects.toString(value, ""), typed -> typed);
    }

    /** A whole number, kept as a {@link Long}. */
    public static FormField whole(String name, String label) {
        return line(name, label, 12).as(value -> Objects.toString(value, ""), Long::valueOf);
    }

    /** The same with other conversions. */
    public FormField as(Function<@Nullable Object, String> newText, Function<String, @Nullable Object> newValue) {
        return new FormField(name, label, multiline, maxLength, group, newText, newValue);
    }

    /** The same as part of a group. */
    public FormField in(String newGroup) {
        return new FormField(name, label, multiline, maxLength, newGroup, text, value);
    }

    /** What is decided with one choice: the field, or its group. */
    String decidedAs() {
        return group == null ? name : group;
    }

    /**
     * What is wrong with what was typed, by field: it is too long, or whatever the form itself says of it.
     *
     * @param wrong the sentence for a field and its text; null where nothing is wrong
     */
    public static Map<String, String> problems(
            List<FormField> fields, Map<String, String> texts, BiFunction<String, String, @Nullable String> wrong) {
        Map<String, String> problems = new LinkedHashMap<>();
        for (FormField field : fields) {
            String typed = texts.getOrDefault(field.name(), "");
            String problem = typed.length() > field.maxLength()
                    ? "Please use at most %d characters; these are %d.".formatted(field.maxLength(), typed.length())
                    : wrong.apply(field.name(), typed);
            if (problem != null) {
                problems.put(field.name(), problem);
            }
        }
        return problems;
    }

    /** Browsers send line breaks as CR LF; stored texts must not differ by that alone. No database keeps a NUL. */
    public static String typed(@Nullable String sent) {
        return sent == null ? "" : sent.replace("\r\n", "\n").replace("\0", "").strip();
    }
}
