package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.LockView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lock that an operator ended, or will end.
 *
 * @param endsAt when it will be over at the latest; not there when it is over
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BrokenJson(
        String lockId,
        String type,
        String id,
        OwnerJson holder,
        String reason,
        @Nullable Instant endsAt) {

    static BrokenJson of(LockView broken, String reason, @Nullable Instant endsAt) {
        return new BrokenJson(
                broken.lockId().toString(),
                broken.key().type(),
                broken.key().id(),
                OwnerJson.of(broken.owner()),
                reason,
                endsAt);
    }
}
