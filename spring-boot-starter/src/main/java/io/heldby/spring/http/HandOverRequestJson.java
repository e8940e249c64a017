package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.LockManager;
import io.heldby.lock.Takeover;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * "May I have it?", and what became of that.
 *
 * @param takeOverFrom when the asker may take the lock over, if nobody has answered until then; only where the policy says so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HandOverRequestJson(
        String requestId,
        String lockId,
        String type,
        String id,
        OwnerJson asker,
        HandOverRequest.Addressee addressee,
        HandOverRequest.State state,
        @Nullable String message,
        Instant askedAt,
        Instant expiresAt,
        @Nullable Instant takeOverFrom,
        @Nullable Instant answeredAt,
        @Nullable String answer,
        @Nullable Instant keepUntil) {

    static HandOverRequestJson of(HandOverRequest request, LockManager locks) {
        return new HandOverRequestJson(
                request.requestId().toString(),
                request.lockId().toString(),
                request.key().type(),
                request.key().id(),
                OwnerJson.of(request.asker()),
                request.addressee(),
                request.state(),
                request.message(),
                request.askedAt(),
                request.expiresAt(),
                takeOverFrom(request, locks),
                request.answeredAt(),
                request.answer(),
                request.keepUntil());
    }

    static List<HandOverRequestJson> of(List<HandOverRequest> requests, LockManager locks) {
        return requests.stream().map(request -> of(request, locks)).toList();
    }

    private static @Nullable Instant takeOverFrom(HandOverRequest request, LockManager locks) {
        Takeover takeover = locks.policyOf(request.key().type()).handOver().takeover();
        return takeover instanceof Takeover.AfterNoAnswer after
                        && request.addressee() == HandOverRequest.Addressee.HOLDER
                        && request.state() == HandOverRequest.State.OPEN
                ? request.askedAt().plus(after.patience())
                : null;
    }
}
