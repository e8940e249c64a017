package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.KeyState;
import io.heldby.lock.LockId;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockView;
import io.heldby.lock.Waiter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A key whose head row is locked in this transaction, with everything that decides about it.
 *
 * @param grants one exclusive, or all shared ones; none while it is reserved
 * @param waiters who waits, if it is wanted
 */
record LockedKey(HeadRows.Row head, List<Grant> grants, List<Waiter> waiters) {

    /** With nobody who waits. */
    LockedKey(HeadRows.Row head, List<Grant> grants) {
        this(head, grants, List.of());
    }

    /** What the rules are asked about. */
    KeyState state() {
        return new KeyState(grants, head.reserved() ? head.grant() : null, waiters);
    }

    /** The store's time after the row was locked. */
    Instant now() {
        return head.now();
    }

    boolean isShared() {
        return head.grant().mode() == LockMode.SHARED;
    }

    /** The grant with this id, dead or alive. */
    Optional<Grant> grant(LockId lockId) {
        return grants.stream().filter(grant -> grant.lockId().equals(lockId)).findFirst();
    }

    /** A dead grant is over for everybody, whether or not the sweeper has been there. */
    Optional<Grant> alive(LockId lockId) {
        return grant(lockId).filter(grant -> grant.revivableAt(now()));
    }

    /** Whom to name when the row cannot be locked: the newest holder; nobody while it is reserved. */
    Optional<LockView> view() {
        return grants.isEmpty()
                ? head.view()
                : Optional.of(grants.get(grants.size() - 1).viewAt(now()));
    }

    /** The grants with {@code next} in the place of the one with its id. */
    List<Grant> with(Grant next) {
        List<Grant> all = new ArrayList<>(without(next));
        all.add(next);
        return all;
    }

    List<Grant> without(Grant gone) {
        return grants.stream()
                .filter(grant -> !grant.lockId().equals(gone.lockId()))
                .toList();
    }
}
