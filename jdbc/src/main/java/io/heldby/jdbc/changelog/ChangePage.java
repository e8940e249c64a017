package io.heldby.jdbc.changelog;

import io.heldby.version.ChangeRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of what the log has, newest first.
 *
 * @param next the {@linkplain ChangeQuery#cursor cursor} of the next page; null when this is the last
 */
public record ChangePage(
        List<ChangeRecord> changes, @Nullable String next) {

    public ChangePage {
        changes = List.copyOf(changes);
    }

    /** Cuts {@code oneMore}, which was read with one change beyond the limit to see whether there is a next page. */
    static ChangePage cut(List<ChangeRecord> oneMore, int limit) {
        return oneMore.size() <= limit
                ? new ChangePage(oneMore, null)
                : new ChangePage(
                        oneMore.subList(0, limit),
                        ChangeCursor.behind(oneMore.get(limit - 1)).encoded());
    }
}
