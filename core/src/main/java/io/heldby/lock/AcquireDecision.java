package io.heldby.lock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What an acquire or a change of mode means for a key that somebody has held: the rule, free of any store. A store asks
 * twice: on a plain read, to refuse without touching the row, and again under the row's lock before it writes.
 */
public sealed interface AcquireDecision {

    /** Somebody is in the way. */
    record Refuse(Denied.Held denied) implements AcquireDecision {}

    /** The same editing session asks again: write {@code next} and answer with it. */
    record Reenter(Grant next) implements AcquireDecision {}

    /**
     * The only sharer becomes the exclusive holder: {@code endings} end, and {@code next} is written with a new fence.
     *
     * @param next has the old fence still
     */
    record Upgrade(Grant next, List<Ending> endings) implements AcquireDecision {}

    /** These grants end, and a new one with a greater fence is made. Current grants that are not named share on. */
    record Admit(List<Ending> endings) implements AcquireDecision {}

    /** How one grant ends. */
    record Ending(Grant grant, Loss loss) {}

    /**
     * Decides an acquire.
     *
     * @param current all grants of the key: one exclusive, or any number of shared ones
     */
    static AcquireDecision of(List<Grant> current, GrantRequest request, Instant now) {
        for (Grant own : current) {
            if (own.owner().sameEditingSessionAs(request.owner()) && own.revivableAt(now)) {
                if (!Objects.equals(own.onceId(), request.onceId())) {
                    return own.activeAt(now) ? refuse(List.of(own), false, now) : asked(current, request, now);
                }
                Grant next = own.reenteredAt(now, request);
                // A fixed lease does not come back by asking again; nobody is handed a lease that is over already.
                if (next.activeAt(now)) {
                    return request.mode() == LockMode.EXCLUSIVE && own.mode() == LockMode.SHARED
                            ? upgraded(own, next, current, now)
                            : new Reenter(next);
                }
            }
        }
        return asked(current, request, now);
    }

    private static AcquireDecision asked(List<Grant> current, GrantRequest request, Instant now) {
        List<Grant> inTheWay = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        boolean allByTheSameUser = true;
        for (Grant grant : current) {
            boolean excludes = request.mode().excludes(grant.mode());
            boolean sameUser = grant.owner().sameUserAs(request.owner()) && grant.onceId() == null;
            boolean continued = sameUser && request.continueHere();
            if (grant.activeAt(now) && excludes && !continued) {
                inTheWay.add(grant);
                allByTheSameUser &= sameUser;
            }
            boolean ownAndOver = grant.owner().sameEditingSessionAs(request.owner());
            if (excludes || continued || ownAndOver || !grant.revivableAt(now)) {
                endings.add(ending(grant, request.owner(), now));
            }
        }
        return inTheWay.isEmpty() ? new Admit(endings) : refuse(inTheWay, allByTheSameUser, now);
    }

    /**
     * Decides an upgrade of a grant that is proven and revivable.
     *
     * @param current all grants of the key
     */
    static AcquireDecision upgrade(Grant own, List<Grant> current, Instant now) {
        return upgraded(own, own.renewedAt(now), current, now);
    }

    private static AcquireDecision upgraded(Grant own, Grant next, List<Grant> current, Instant now) {
        List<Grant> inTheWay = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        boolean allByTheSameUser = true;
        for (Grant other : current) {
            if (other.lockId().equals(own.lockId())) {
                continue;
            }
            if (other.activeAt(now)) {
                inTheWay.add(other);
                allByTheSameUser &= other.owner().sameUserAs(own.owner());
            } else {
                endings.add(ending(other, own.owner(), now));
            }
        }
        return inTheWay.isEmpty()
                ? new Upgrade(next.inMode(LockMode.EXCLUSIVE), endings)
                : refuse(inTheWay, allByTheSameUser, now);
    }

    private static Refuse refuse(List<Grant> inTheWay, boolean byYouElsewhere, Instant now) {
        return new Refuse(new Denied.Held(
                inTheWay.stream().map(grant -> grant.viewAt(now)).toList(), byYouElsewhere));
    }

    private static Ending ending(Grant grant, Owner by, Instant now) {
        if (!grant.revivableAt(now)) {
            return new Ending(grant, Loss.expired(grant.expiresAt()));
        }
        boolean continued = grant.activeAt(now) && grant.owner().sameUserAs(by);
        return new Ending(
                grant,
                continued ? Loss.continuedElsewhere(by.displayName(), now) : Loss.takenOver(by.displayName(), now));
    }
}
