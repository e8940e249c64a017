package io.heldby.lock;

import java.time.Instant;

/**
 * An operator ends a lock, but lets its holder finish first. The holder is told with every heartbeat; the lock is over at
 * its {@link Lease#maxUntil()}, which nothing moves on any more.
 *
 * @param by display name of the operator
 * @param reason why, 1 to 200 chars
 * @param since when the operator said so, on the store's clock
 */
public record Breaking(String by, String reason, Instant since) {}
