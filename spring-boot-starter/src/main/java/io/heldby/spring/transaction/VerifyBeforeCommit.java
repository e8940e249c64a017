package io.heldby.spring.transaction;

import io.heldby.lock.LeaseProof;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.Owner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.transaction.support.TransactionSynchronization;

/** What one transaction has verified, each grant once. Used by the transaction's thread alone. */
final class VerifyBeforeCommit implements TransactionSynchronization {

    private final SpringGuard guard;
    private final Map<LockId, LeaseProof> proofs = new LinkedHashMap<>();
    private final Map<LockKey, Owner> writers = new LinkedHashMap<>();

    VerifyBeforeCommit(SpringGuard guard) {
        this.guard = guard;
    }

    boolean isOf(SpringGuard other) {
        return guard == other;
    }

    void add(LeaseProof proof) {
        proofs.put(proof.claim().lockId(), proof);
    }

    Optional<LeaseProof> shownFor(LockKey key, Owner writer) {
        return proofs.values().stream()
                .filter(proof -> proof.key().equals(key) && proof.owner().sameUserAs(writer))
                .findFirst();
    }

    /** The lock was given back: from here on nothing can be verified by it, and nobody else has it before the commit. */
    void remove(LeaseProof proof) {
        proofs.remove(proof.claim().lockId());
        writers.remove(proof.key());
    }

    void addWrite(LockKey key, Owner writer) {
        writers.put(key, writer);
    }

    /** What it throws rolls the transaction back. A read-only transaction cannot lock, and has nothing to lose. */
    @Override
    public void beforeCommit(boolean readOnly) {
        if (!readOnly) {
            proofs.values().forEach(guard::verifyOnCurrentConnection);
            guard.verifyWritesOnCurrentConnection(writers);
        }
    }
}
