package io.heldby.lock;

import java.sql.Connection;
import java.util.Optional;

/** What the work of {@link Edits#save} has at hand. Valid only while the work runs, on its thread. */
public final class Save {

    private final Connection connection;
    private final EditHandle handle;
    private final Optional<Fence> fence;
    private final long expectedVersion;
    private boolean versionUsed;
    private boolean fenceUsed;

    Save(Connection connection, EditHandle handle, Optional<Fence> fence, long expectedVersion) {
        this.connection = connection;
        this.handle = handle;
        this.fence = fence;
        this.expectedVersion = expectedVersion;
    }

    /** The transaction's connection; not to be closed, committed or rolled back. */
    public Connection connection() {
        return connection;
    }

    public EditHandle handle() {
        return handle;
    }

    /** The fence of the lease that this save runs under; empty where the policy does not enforce. */
    public Optional<Fence> fence() {
        fenceUsed = true;
        return fence;
    }

    /**
     * The version that the form was loaded with. It belongs into the WHERE clause of the update; a save whose work never
     * asks for it is rolled back, because it would overwrite whatever is there.
     */
    public long expectedVersion() {
        versionUsed = true;
        return expectedVersion;
    }

    void requireVersionUsed() {
        if (!versionUsed) {
            throw new IllegalStateException(
                    "the save of %s never used its expected version %d, so it could have overwritten a newer one; pass"
                                    .formatted(handle.key(), expectedVersion)
                            + " save.expectedVersion() to the update. Nothing was written");
        }
    }

    void requireFenceUsed() {
        if (!fenceUsed && fence.isPresent()) {
            throw new IllegalStateException(
                    "the lock of %s is kept in another place than the record, so only the fence shows whether it still holds when the save is written;"
                                    .formatted(handle.key())
                            + " the work never asked for save.fence(). Compare it in the update (… AND fence <= ?), or let a"
                            + " VersionedMapper of a table with a fenceColumn do so. Nothing was written");
        }
    }
}
