package io.heldby.jdbc.lock;

import io.heldby.lock.LockKey;
import io.heldby.lock.Owner;

/**
 * A write that {@link io.heldby.lock.Enforcement#OBSERVE} let pass and {@code ENFORCE} would refuse.
 *
 * @param key what was written
 * @param writer in whose name
 * @param why the lease was not good, in a few words
 * @param callSite class, method and line of the application
 */
public record ObservedWrite(LockKey key, Owner writer, String why, String callSite) {}
