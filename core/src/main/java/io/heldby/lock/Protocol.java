package io.heldby.lock;

import java.util.Optional;

/**
 * Who has to lock a record: the three lock types of the Pessimistic Offline Lock.
 *
 * @see <a href="https://martinfowler.com/eaaCatalog/pessimisticOfflineLock.html">Fowler, Pessimistic Offline Lock</a>
 */
public enum Protocol {
    /** Who edits locks; readers are free, and may read what is about to change. */
    EXCLUSIVE_WRITE,
    /** Who reads locks too, because even reading needs the newest state that stays; one person at a time. */
    EXCLUSIVE_READ,
    /** Any number of readers, or one writer and no reader. */
    READ_WRITE;

    /** The lock that reading takes; empty where readers are free. */
    public Optional<LockMode> toRead() {
        return switch (this) {
            case EXCLUSIVE_WRITE -> Optional.empty();
            case EXCLUSIVE_READ -> Optional.of(LockMode.EXCLUSIVE);
            case READ_WRITE -> Optional.of(LockMode.SHARED);
        };
    }

    /** The lock that editing takes. */
    public LockMode toEdit() {
        return LockMode.EXCLUSIVE;
    }
}
