package io.heldby.demo.conflict;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Names saves, so that one which is sent twice is known. A form has a name of its own, and what is typed into it belongs to
 * the name of the save: whoever goes back in the browser and types something else is saving something else.
 */
public final class SaveIds {

    private SaveIds() {}

    /** For a form that is shown to somebody. */
    public static String newForm() {
        return UUID.randomUUID().toString();
    }

    /**
     * For one save.
     *
     * @param how it is to be done: merged or forced, the same texts are not the same
     */
    static String of(ConflictAnswer answer, String how) {
        StringBuilder content = new StringBuilder(how).append(answer.base());
        for (Map<String, ?> part : List.of(answer.mine(), answer.choices(), answer.edits())) {
            // No text has a NUL in it.
            new TreeMap<>(part)
                    .forEach((name, value) ->
                            content.append('\0').append(name).append('\0').append(value));
            content.append("\0\0");
        }
        return prefix(answer) + digest(content.toString()).substring(0, 16);
    }

    /** What all saves of one form begin with. */
    static String prefix(ConflictAnswer answer) {
        String form = answer.saveId();
        return (form.length() <= 50 ? form : digest(form).substring(0, 50)) + ":";
    }

    private static String digest(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("every Java has SHA-256", never);
        }
    }
}
