package io.heldby.hibernate;

import io.heldby.lock.Enforcement;
import io.heldby.lock.LockKey;
import io.heldby.lock.Owner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * The locks of what one transaction writes. They are collected while a flush looks for what is dirty, and verified all
 * together on the session's own connection before its first statement, so that lock rows are locked before records are.
 */
final class WrittenLocks {

    private final ImplicitLocks locks;
    private final SharedSessionContractImplementor session;
    private final Map<LockKey, Owner> pending = new TreeMap<>();
    private final Map<LockKey, Owner> verified = new LinkedHashMap<>();

    WrittenLocks(ImplicitLocks locks, SharedSessionContractImplementor session) {
        this.locks = locks;
        this.session = session;
    }

    void add(String type, Object id) {
        LockKey key = locks.key(type, id);
        if (!verified.containsKey(key)) {
            pending.computeIfAbsent(key, locks.writer());
        }
    }

    /** @throws io.heldby.lock.LockNotHeldException when one of them may not be written */
    void verify() {
        if (pending.isEmpty()) {
            return;
        }
        verify(pending);
        verified.putAll(pending);
        pending.clear();
    }

    /** A rollback to a savepoint drops the row locks that have kept others from taking over since the first check. */
    void verifyAgain() {
        verify();
        if (locks.guard().verifiesBeforeCommit()) {
            return;
        }
        Map<LockKey, Owner> enforced = new TreeMap<>(verified);
        // What is only observed is reported once.
        enforced.keySet().removeIf(key -> locks.policies().get().of(key.type()).enforcement() != Enforcement.ENFORCE);
        if (!enforced.isEmpty()) {
            verify(enforced);
        }
    }

    private void verify(Map<LockKey, Owner> keys) {
        locks.guard()
                .verifyWrites(
                        session.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection(), keys);
    }
}
