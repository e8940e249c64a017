package io.heldby.lock;

/** What a guarded save shows to the {@link Guard}: a lease in memory, or the handle that came back with a form. */
public sealed interface LeaseProof permits Lease, EditHandle {

    LockKey key();

    Owner owner();

    LeaseClaim claim();
}
