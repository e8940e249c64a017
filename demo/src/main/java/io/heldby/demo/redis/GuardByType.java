package io.heldby.demo.redis;

import io.heldby.lock.EditHandle;
import io.heldby.lock.Fence;
import io.heldby.lock.Guard;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseProof;
import io.heldby.lock.LockKey;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the guard of the store in which the locks of a type are kept, see {@link StoreByType}. */
final class GuardByType implements Guard {

    private final Guard home;
    private final Guard elsewhere;
    private final Set<String> types;

    /** @param types whose locks are kept elsewhere */
    GuardByType(Guard home, Guard elsewhere, Set<String> types) {
        this.home = home;
        this.elsewhere = elsewhere;
        this.types = Set.copyOf(types);
    }

    private Guard of(String type) {
        return types.contains(type) ? elsewhere : home;
    }

    @Override
    public Optional<Fence> verify(Connection connection, LeaseProof proof) {
        return of(proof.key().type()).verify(connection, proof);
    }

    @Override
    public boolean verifyAndRelease(Connection connection, LeaseProof proof) {
        return of(proof.key().type()).verifyAndRelease(connection, proof);
    }

    @Override
    public Optional<Fence> verifyWrite(Connection connection, LockKey key, Owner writer) {
        return of(key.type()).verifyWrite(connection, key, writer);
    }

    @Override
    public void verifyWrites(Connection connection, Map<LockKey, Owner> writers) {
        Map<LockKey, Owner> here = new HashMap<>();
        Map<LockKey, Owner> there = new HashMap<>();
        writers.forEach((key, writer) -> (types.contains(key.type()) ? there : here).put(key, writer));
        home.verifyWrites(connection, here);
        elsewhere.verifyWrites(connection, there);
    }

    @Override
    public Optional<Lease> recover(Connection connection, EditHandle lost, Loss loss) {
        return of(lost.key().type()).recover(connection, lost, loss);
    }

    @Override
    public boolean demandsFence(String type) {
        return of(type).demandsFence(type);
    }
}
