package io.heldby.demo.underwriting;

import io.heldby.lock.LockId;
import java.time.Instant;

/**
 * Somebody asks the administrators to end the lock that is in their way.
 *
 * @param lockId exactly this lock; a request for one that is over is over, too
 * @param askedBy user name
 */
public record ReleaseRequest(LockId lockId, long policy, String askedBy, String message, Instant askedAt) {}
