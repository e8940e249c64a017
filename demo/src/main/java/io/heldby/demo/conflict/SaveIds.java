package io.heldby.demo.conflict;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    static String of(ConflictAnswer answer) {
        String content = "%s %s %s %s"
                .formatted(
                        answer.base(),
                        new TreeMap<>(answer.mine()),
                        new TreeMap<>(answer.choices()),
                        new TreeMap<>(answer.edits()));
        return prefix(answer) + digest(content).substring(0, 16);
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
