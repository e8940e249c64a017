package io.heldby.lock;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a page of locks ended: a place in the sort order, not a row number, so that locks that come and go meanwhile
 * neither repeat nor hide others.
 */
public record LockCursor(Instant acquiredAt, UUID grant) {

    /** Opaque to callers. */
    public String encoded() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((acquiredAt + "_" + grant).getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads a cursor that a page gave.
     *
     * @throws IllegalArgumentException when this is no cursor that a page gave
     */
    public static LockCursor decoded(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            int cut = text.indexOf('_');
            return new LockCursor(Instant.parse(text.substring(0, cut)), UUID.fromString(text.substring(cut + 1)));
        } catch (DateTimeException | IllegalArgumentException | StringIndexOutOfBoundsException bad) {
            throw new IllegalArgumentException(
                    "cursor must be the one that the page before gave, but is \"" + Text.shortened(cursor) + "\"", bad);
        }
    }
}
