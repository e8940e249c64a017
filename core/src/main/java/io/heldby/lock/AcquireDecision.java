package io.heldby.lock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an acquire or a change of mode means for a key that somebody has held: the rule, free of any store. A store asks
 * twice: on a plain read, to refuse without touching the row, and again under the row's lock before it writes.
 */
public sealed interface AcquireDecision {

    /** Somebody is in the way. */
    record Refuse(Denied denied) implements AcquireDecision {}

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
        return of(KeyState.of(current), request, now);
    }

    /**
     * Decides an acquire of a key that somebody may wait for.
     *
     * @param key settled, see {@link KeyState#settledAt}
     */
    static AcquireDecision of(KeyState key, GrantRequest request, Instant now) {
        Grant reservation = key.reservation();
        if (reservation != null && reservation.activeAt(now)) {
            return key.isReservedFor(request.owner())
                    ? new Admit(List.of())
                    : new Refuse(new Denied.Reserved(
                            request.key(), reservation.owner(), Optional.of(reservation.expiresAt()), List.of()));
        }
        AcquireDecision decision = ofGrants(key.grants(), request, now);
        return decision instanceof Admit admit && joins(key.grants(), admit, now)
                ? behindWhoeverWaits(key, admit, request, now)
                : decision;
    }

    /** Whether others who share the key go on. */
    private static boolean joins(List<Grant> current, Admit admit, Instant now) {
        List<LockId> ended =
                admit.endings().stream().map(ending -> ending.grant().lockId()).toList();
        return current.stream().anyMatch(grant -> grant.activeAt(now) && !ended.contains(grant.lockId()));
    }

    /** Or those who wait for the last sharer to go would wait for ever. */
    private static AcquireDecision behindWhoeverWaits(KeyState key, Admit admit, GrantRequest request, Instant now) {
        return key.nextAt(now)
                .filter(next -> !next.owner().sameEditingSessionAs(request.owner()))
                .<AcquireDecision>map(next -> new Refuse(new Denied.Reserved(
                        request.key(),
                        next.owner(),
                        Optional.empty(),
                        key.grants().stream()
                                .filter(grant -> grant.activeAt(now))
                                .map(grant -> grant.viewAt(now))
                                .toList())))
                .orElse(admit);
    }

    private static AcquireDecision ofGrants(List<Grant> current, GrantRequest request, Instant now) {
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
     * Decides a takeover from a living holder, which the policy allows.
     *
     * @param shown whom it is taken from
     * @param current all grants of the key
     */
    static AcquireDecision takeOver(
            Grant shown, List<Grant> current, GrantRequest request, String reason, Instant now) {
        List<Grant> others = current.stream()
                .filter(grant -> !grant.lockId().equals(shown.lockId()))
                .toList();
        Ending taken = new Ending(shown, Loss.takenOver(request.owner().displayName(), now, reason));
        AcquireDecision decision = ofGrants(others, request, now);
        if (decision instanceof Admit admit) {
            return new Admit(with(taken, admit.endings()));
        }
        return decision instanceof Upgrade upgrade
                ? new Upgrade(upgrade.next(), with(taken, upgrade.endings()))
                : decision;
    }

    private static List<Ending> with(Ending one, List<Ending> others) {
        List<Ending> all = new ArrayList<>(others);
        all.add(one);
        return all;
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

    /** How a grant ends that somebody follows. */
    static Ending ending(Grant grant, Owner by, Instant now) {
        if (!grant.revivableAt(now)) {
            return new Ending(grant, grant.overdue());
        }
        boolean continued = grant.activeAt(now) && grant.owner().sameUserAs(by);
        return new Ending(
                grant,
                continued ? Loss.continuedElsewhere(by.displayName(), now) : Loss.takenOver(by.displayName(), now));
    }
}
