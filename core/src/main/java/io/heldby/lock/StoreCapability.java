package io.heldby.lock;

/** What not every {@link LockStore} can promise. Declared by the store and held to by its contract test. */
public enum StoreCapability {
    /** Takes part in the transaction of a guarded save, when the data lies in the same database. */
    GUARDED_SAVE,
    /** Every grant and ending is an event, written in the transaction that causes it. */
    EVENTS,
    /** Tells who listens what happens, at most once and without positions, and keeps nothing of it. */
    LIVE_EVENTS,
    /** What was answered survives a crash of the store. */
    DURABLE,
    /** Tells the time by a clock that no application can touch. */
    OWN_CLOCK,
    /** Keeps requests for a hand-over and a queue for each key, and can end a lock later. */
    HAND_OVER,
    /** Puts a lock that expires or is taken over down as a task for its {@link ExpiryHandler}, in the same step. */
    EXPIRY_HANDLER;

    /** What a store throws that is asked for more than it declares. */
    UnsupportedOperationException missing(String operation) {
        return new UnsupportedOperationException(
                "%s needs a lock store with the capability %s, which a SQL database has; nothing was changed"
                        .formatted(operation, this));
    }
}
