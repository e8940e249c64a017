package io.heldby.lock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a heartbeat. */
public sealed interface Renewal {

    /**
     * Goes on, until {@link Lease#expiresAt()}.
     *
     * @param requests who asks the holder for the lock, the oldest first; see {@link LockManager#answer}
     * @param breaking who ends the lock at its {@link Lease#maxUntil()}, and why; null when nobody does
     */
    record Renewed(
            Lease lease,
            List<HandOverRequest> requests,
            @Nullable Breaking breaking) implements Renewal {

        public Renewed {
            requests = List.copyOf(requests);
        }

        /** The usual case: nobody wants it. */
        public Renewed(Lease lease) {
            this(lease, List.of(), null);
        }
    }

    /** Over for good: stop renewing. */
    record Lost(Loss loss) implements Renewal {}

    /** A save under this lock is being written at this moment, so it could not be renewed; it is not lost. */
    record Busy() implements Renewal {}
}
