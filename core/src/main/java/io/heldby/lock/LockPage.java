package io.heldby.lock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list of locks.
 *
 * @param next the cursor of the next page, null when this is the last
 */
public record LockPage(List<LockView> locks, @Nullable String next) {

    public LockPage {
        locks = List.copyOf(locks);
    }

    /** Cuts {@code oneMore}, which was read with one element beyond the limit to see whether there is a next page. */
    public static LockPage cut(List<LockView> oneMore, int limit) {
        if (oneMore.size() <= limit) {
            return new LockPage(oneMore, null);
        }
        LockView last = oneMore.get(limit - 1);
        return new LockPage(
                oneMore.subList(0, limit),
                new LockCursor(last.acquiredAt(), last.lockId().grant()).encoded());
    }
}
