package io.heldby.lock;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request for a hand-over as a {@link LockStore} receives it: complete and checked.
 *
 * @param requestId the id of the request, if a new one is made
 * @param life for how long it waits for an answer
 */
public record HandOverWish(
        UUID requestId,
        LockId lockId,
        Owner asker,
        HandOverRequest.Addressee addressee,
        @Nullable String message,
        Duration life) {}
