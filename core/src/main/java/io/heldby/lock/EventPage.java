package io.heldby.lock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of the history, newest first.
 *
 * @param next what the next page is {@linkplain EventQuery#before before}; null when this is the last
 */
public record EventPage(List<LockEvent> events, @Nullable Long next) {

    public EventPage {
        events = List.copyOf(events);
    }

    /** Cuts {@code oneMore}, which was read with one event beyond the limit to see whether there is a next page. */
    public static EventPage cut(List<LockEvent> oneMore, int limit) {
        return oneMore.size() <= limit
                ? new EventPage(oneMore, null)
                : new EventPage(
                        oneMore.subList(0, limit), oneMore.get(limit - 1).position());
    }
}
