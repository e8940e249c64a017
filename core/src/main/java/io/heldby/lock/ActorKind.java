package io.heldby.lock;

/** Whether a person or a program holds a lock, so that a nightly import reads as such on the screen. */
public enum ActorKind {
    PERSON,
    SYSTEM
}
