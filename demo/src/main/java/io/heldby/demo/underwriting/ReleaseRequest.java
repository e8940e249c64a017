package io.heldby.demo.underwriting;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody asks the administrators to end the lock that is in their way.
 *
 * @param lockId exactly this lock; a request for one that is over is over, too
 * @param askedBy user name
 */
public record ReleaseRequest(UUID lockId, long policy, String askedBy, String message, Instant askedAt) {}
