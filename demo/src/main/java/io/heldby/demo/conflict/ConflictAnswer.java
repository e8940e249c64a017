package io.heldby.demo.conflict;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a form has sent: what the person wants to be stored, and what they have decided so far. All of that travels in the
 * page, so that nothing typed is lost. What the record was and is does not: that is looked up again each time.
 *
 * @param saveId names what the person is saving, so that a double click is known
 * @param base the version that the form was loaded with
 * @param shown the version that the conflict page showed; null when there was none yet
 * @param mine what was in the form, by field
 * @param choices by {@link FormField#decidedAs}
 * @param edits what was typed in place of either side, by field
 * @param seen their side as the page showed it, by field: only to tell the person when it is another now
 */
public record ConflictAnswer(
        String saveId,
        long base,
        @Nullable Long shown,
        Map<String, String> mine,
        Map<String, Choice> choices,
        Map<String, String> edits,
        Map<String, String> seen) {

    public ConflictAnswer {
        mine = Map.copyOf(mine);
        choices = Map.copyOf(choices);
        edits = Map.copyOf(edits);
        seen = Map.copyOf(seen);
    }

    /** The first attempt to save, before anybody knows of a conflict. */
    public static ConflictAnswer first(String saveId, long base, Map<String, String> mine) {
        return new ConflictAnswer(saveId, base, null, mine, Map.of(), Map.of(), Map.of());
    }

    /**
     * Reads what the conflict page sent.
     *
     * @throws IllegalArgumentException when it is not one of ours
     */
    public static ConflictAnswer read(Map<String, String> sent) {
        Map<String, Choice> choices = new LinkedHashMap<>();
        part(sent, "choice.").forEach((key, choice) -> choices.put(key, Choice.valueOf(choice)));
        Map<String, String> edits = part(sent, "edit.");
        String shown = sent.get("shown");
        return new ConflictAnswer(
                required(sent, "saveId"),
                Long.parseLong(required(sent, "base")),
                shown == null || shown.isEmpty() ? null : Long.valueOf(shown),
                part(sent, "mine."),
                choices,
                edits,
                part(sent, "seen."));
    }

    static String required(Map<String, String> sent, String name) {
        String value = sent.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "the form has no field %s: send the one that the page had".formatted(name));
        }
        return value;
    }

    private static Map<String, String> part(Map<String, String> sent, String prefix) {
        Map<String, String> part = new LinkedHashMap<>();
        sent.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), FormField.typed(value));
            }
        });
        return part;
    }
}
