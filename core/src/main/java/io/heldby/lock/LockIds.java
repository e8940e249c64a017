package io.heldby.lock;

import java.util.UUID;

/** Lock ids as text. */
public final class LockIds {

    private LockIds() {}

    /**
     * Reads a lock id.
     *
     * @throws IllegalArgumentException when the text is not a lock id; says what one looks like
     */
    public static UUID parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException notOne) {
            // Same answer as for the lenient forms that UUID.fromString lets pass, below.
        }
        throw new IllegalArgumentException(
                "lockId must be a UUID as the acquire answered it, but is \"" + Text.shortened(text) + "\"");
    }
}
