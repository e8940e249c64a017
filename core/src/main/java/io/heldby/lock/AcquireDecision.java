package io.heldby.lock;

import java.time.Instant;
import java.util.List;

/**
 * What an acquire means for a key that somebody has held: the rule, free of any store. A store asks twice: on a plain
 * read, to refuse without touching the row, and again under the row's lock before it writes.
 */
public sealed interface AcquireDecision {

    /** Somebody else holds it. */
    record Refuse(Denied.Held denied) implements AcquireDecision {}

    /** The same editing session asks again: write {@code next} and answer with it. */
    record Reenter(Grant next) implements AcquireDecision {}

    /** The old grant ends for {@code loss}, and a new one with a greater fence takes its place. */
    record Replace(Loss loss) implements AcquireDecision {}

    static AcquireDecision of(Grant current, GrantRequest request, Instant now) {
        boolean sameSession = current.owner().sameEditingSessionAs(request.owner());
        if (sameSession && current.revivableAt(now)) {
            Grant next = current.reenteredAt(now, request);
            // A fixed lease does not come back by asking again; nobody is handed a lease that is over already.
            if (next.activeAt(now)) {
                return new Reenter(next);
            }
        }
        boolean sameUser = current.owner().sameUserAs(request.owner());
        if (current.activeAt(now) && !(sameUser && request.continueHere())) {
            return new Refuse(new Denied.Held(List.of(current.viewAt(now)), sameUser));
        }
        return new Replace(
                current.revivableAt(now)
                        ? Loss.takenOver(request.owner().displayName(), now)
                        : Loss.expired(current.expiresAt()));
    }
}
