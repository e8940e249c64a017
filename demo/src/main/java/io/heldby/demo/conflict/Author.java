package io.heldby.demo.conflict;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who changed fields meanwhile.
 *
 * @param who null when nobody knows
 * @param at the last time
 * @param changes how many fields
 */
public record Author(@Nullable String who, @Nullable Instant at, int changes) {

    static List<Author> of(List<ConflictRow> rows) {
        Map<String, Author> authors = new LinkedHashMap<>();
        for (ConflictRow row : rows) {
            String who = row.changedBy();
            authors.merge(who == null ? "" : who, new Author(who, row.changedAt(), 1), Author::and);
        }
        return new ArrayList<>(authors.values());
    }

    private Author and(Author more) {
        Instant last = at == null || (more.at != null && more.at.isAfter(at)) ? more.at : at;
        return new Author(who, last, changes + more.changes);
    }
}
