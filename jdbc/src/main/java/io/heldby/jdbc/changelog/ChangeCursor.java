package io.heldby.jdbc.changelog;

import io.heldby.jdbc.lock.Times;
import io.heldby.version.ChangeRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Where a page of changes ended: a place in the order, so that what is written meanwhile neither repeats nor hides others. */
record ChangeCursor(Instant at, String entity, String id, long version) {

    /** Later than all. Every database knows this time. */
    static final ChangeCursor NEWEST = new ChangeCursor(Times.LATEST, "", "", Long.MAX_VALUE);

    static ChangeCursor behind(ChangeRecord change) {
        return new ChangeCursor(change.at(), change.entity(), change.id(), change.version());
    }

    /** Opaque to callers. */
    String encoded() {
        String text = "%s_%d_%d_%s%s".formatted(at, version, entity.length(), entity, id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException when this is no cursor that a page gave */
    static ChangeCursor decoded(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = text.split("_", 4);
            int cut = Integer.parseInt(parts[2]);
            return new ChangeCursor(
                    Instant.parse(parts[0]),
                    parts[3].substring(0, cut),
                    parts[3].substring(cut),
                    Long.parseLong(parts[1]));
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException bad) {
            throw new IllegalArgumentException(
                    "cursor must be the one that the page before gave, but is \"%s\""
                            .formatted(cursor.substring(0, Math.min(cursor.length(), 60))),
                    bad);
        }
    }
}
