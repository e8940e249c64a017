package io.heldby.lock;

/** How a key is held. */
public enum LockMode {
    /** One of any number of holders, who may read what nobody changes meanwhile, and none of whom may write. */
    SHARED,
    /** The only holder, who may write. */
    EXCLUSIVE;

    public boolean excludes(LockMode other) {
        return this == EXCLUSIVE || other == EXCLUSIVE;
    }
}
