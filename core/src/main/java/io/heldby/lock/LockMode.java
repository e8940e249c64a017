package io.heldby.lock;

/** How a key is held. */
public enum LockMode {
    /** One holder, who may write. */
    EXCLUSIVE
}
