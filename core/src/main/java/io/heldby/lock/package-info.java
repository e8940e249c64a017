/**
 * The Pessimistic Offline Lock: its vocabulary, its rules and the ports to a store and to transactions.
 *
 * <p>Start with {@link io.heldby.lock.Edits} (a form that is opened and saved) or {@link io.heldby.lock.LockManager}
 * (every single operation). {@link io.heldby.lock.Grant} and {@link io.heldby.lock.AcquireDecision} are the rules
 * themselves, shared by all stores.
 */
@NullMarked
package io.heldby.lock;

import org.jspecify.annotations.NullMarked;
