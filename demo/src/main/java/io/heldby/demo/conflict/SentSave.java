package io.heldby.demo.conflict;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the form of an editor has sent: an ordinary save, which is also how a merge comes back that somebody has decided in
 * the browser's dialog; or what else they have decided there.
 *
 * @param reason why mine is to be stored over theirs; null when it is not
 * @param recreate whether mine is to be stored again after a deletion
 */
public record SentSave(ConflictAnswer answer, @Nullable String reason, boolean recreate) {

    private static final int LONGEST_REASON = 200;

    /**
     * Reads what was sent.
     *
     * @throws IllegalArgumentException when it is not of one of our pages
     */
    public static SentSave read(RecordForm<?> form, Map<String, String> sent) {
        String saveId = ConflictAnswer.required(sent, "saveId");
        long version = Long.parseLong(ConflictAnswer.required(sent, "version"));
        Map<String, String> mine = form.typed(sent);
        String reason = sent.get("overwrite");
        if (reason == null) {
            return new SentSave(ConflictAnswer.first(saveId, version, mine), null, sent.containsKey("recreate"));
        }
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException(
                    "overwriting wants a reason of at most %d characters, not “%s”".formatted(LONGEST_REASON, reason));
        }
        long base = Long.parseLong(ConflictAnswer.required(sent, "base"));
        return new SentSave(
                new ConflictAnswer(saveId, base, version, mine, Map.of(), Map.of(), Map.of()),
                FormField.typed(reason),
                false);
    }
}
