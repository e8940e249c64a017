package io.heldby.lock;

import java.util.Comparator;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which locks to list, and from where.
 *
 * @param user only this user's
 * @param state only these; null for both
 * @param text only those with this text in the record's id or the holder's name, regardless of case
 * @param cursor {@link LockPage#next()} of the page before, null for the first
 * @param limit 1 to 500
 */
public record LockQuery(
        String tenant,
        @Nullable String type,
        @Nullable String user,
        LockView.@Nullable State state,
        @Nullable String text,
        Sort sort,
        @Nullable String cursor,
        int limit) {

    /** Always total: ties are broken by lock id. */
    public enum Sort {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    public LockQuery {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit must be 1 to 500, but is " + limit);
        }
        Text.checked("tenant", tenant, 0, 100);
        if (type != null) {
            Text.checked("type", type, 1, 100);
        }
        if (user != null) {
            Text.checked("holder", user, 1, 255);
        }
        if (text != null) {
            Text.checked("q", text, 0, 255);
        }
    }

    /** The first 100, longest held first. */
    public static LockQuery all(String tenant) {
        return new LockQuery(tenant, null, null, null, null, Sort.OLDEST_FIRST, null, 100);
    }

    public LockQuery ofType(@Nullable String newType) {
        return new LockQuery(tenant, newType, user, state, text, sort, cursor, limit);
    }

    public LockQuery heldBy(@Nullable String newUser) {
        return new LockQuery(tenant, type, newUser, state, text, sort, cursor, limit);
    }

    public LockQuery inState(LockView.@Nullable State newState) {
        return new LockQuery(tenant, type, user, newState, text, sort, cursor, limit);
    }

    public LockQuery containing(@Nullable String newText) {
        return new LockQuery(tenant, type, user, state, newText, sort, cursor, limit);
    }

    public LockQuery sortedBy(Sort newSort) {
        return new LockQuery(tenant, type, user, state, text, newSort, cursor, limit);
    }

    public LockQuery after(@Nullable String newCursor) {
        return new LockQuery(tenant, type, user, state, text, sort, newCursor, limit);
    }

    public LockQuery limit(int newLimit) {
        return new LockQuery(tenant, type, user, state, text, sort, cursor, newLimit);
    }

    /** The page that this query asks for, for stores that can only look at every lock there is. */
    public LockPage pageOf(Stream<LockView> all) {
        Comparator<LockView> oldestFirst = Comparator.comparing(LockView::acquiredAt)
                .thenComparing(view -> view.lockId().grant().toString());
        return LockPage.cut(
                all.filter(this::matches)
                        .filter(comesAfter(cursor == null ? null : LockCursor.decoded(cursor)))
                        .sorted(sort == Sort.OLDEST_FIRST ? oldestFirst : oldestFirst.reversed())
                        .limit(limit + 1L)
                        .toList(),
                limit);
    }

    private boolean matches(LockView view) {
        String part = text == null ? "" : text.toLowerCase(Locale.ROOT);
        return view.key().tenant().equals(tenant)
                && (type == null || view.key().type().equals(type))
                && (user == null || view.owner().user().equals(user))
                && (state == null || view.state() == state)
                && (view.key().id().toLowerCase(Locale.ROOT).contains(part)
                        || view.owner().displayName().toLowerCase(Locale.ROOT).contains(part));
    }

    private Predicate<LockView> comesAfter(@Nullable LockCursor place) {
        if (place == null) {
            return view -> true;
        }
        return view -> {
            int byTime = view.acquiredAt().compareTo(place.acquiredAt());
            int order = byTime != 0
                    ? byTime
                    : view.lockId().grant().toString().compareTo(place.grant().toString());
            return sort == Sort.OLDEST_FIRST ? order > 0 : order < 0;
        };
    }
}
