package io.heldby.spring;

import io.heldby.lock.EditHandle;
import io.heldby.lock.Fence;
import io.heldby.lock.Guard;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseProof;
import io.heldby.lock.LockKey;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The guard, found when it is needed: the session factory is made before it, because the guard's tables may be made by what needs
 * the session factory.
 */
record LazyGuard(ObjectProvider<Guard> guard) implements Guard {

    @Override
    public Optional<Fence> verify(Connection connection, LeaseProof proof) {
        return guard.getObject().verify(connection, proof);
    }

    @Override
    public boolean verifyAndRelease(Connection connection, LeaseProof proof) {
        return guard.getObject().verifyAndRelease(connection, proof);
    }

    @Override
    public Optional<Fence> verifyWrite(Connection connection, LockKey key, Owner writer) {
        return guard.getObject().verifyWrite(connection, key, writer);
    }

    @Override
    public void verifyWrites(Connection connection, Map<LockKey, Owner> writers) {
        guard.getObject().verifyWrites(connection, writers);
    }

    @Override
    public boolean verifiesBeforeCommit() {
        return guard.getObject().verifiesBeforeCommit();
    }

    @Override
    public Optional<Lease> recover(Connection connection, EditHandle lost, Loss loss) {
        return guard.getObject().recover(connection, lost, loss);
    }

    @Override
    public boolean demandsFence(String type) {
        return guard.getObject().demandsFence(type);
    }
}
