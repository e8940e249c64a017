package io.heldby.lock;

/** Is told what happens to locks, on every node, in order, see {@link EventFeed}. */
@FunctionalInterface
public interface LockEventListener {

    /**
     * Called on the feed's thread, one event after the other: whoever takes long keeps all others waiting. What this throws
     * is logged, and the feed goes on.
     */
    void on(LockEvent event);
}
