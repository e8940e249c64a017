package io.heldby.spring.transaction;

import io.heldby.lock.EditHandle;
import io.heldby.lock.Fence;
import io.heldby.lock.Guard;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseProof;
import io.heldby.lock.LockKey;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/** A guard that writes down the ids that it was asked about, and then really looks. */
record CountingGuard(Guard guard, List<String> verified) implements Guard {

    @Override
    public Optional<Fence> verify(Connection connection, LeaseProof proof) {
        verified.add(proof.key().id());
        return guard.verify(connection, proof);
    }

    @Override
    public Optional<Fence> verifyWrite(Connection connection, LockKey key, Owner writer) {
        verified.add(key.id());
        return guard.verifyWrite(connection, key, writer);
    }

    @Override
    public Optional<Lease> recover(Connection connection, EditHandle lost, Loss loss) {
        return guard.recover(connection, lost, loss);
    }
}
