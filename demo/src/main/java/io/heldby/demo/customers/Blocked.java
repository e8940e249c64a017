package io.heldby.demo.customers;

import io.heldby.lock.Denied;
import io.heldby.lock.LockView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a record can only be read now.
 *
 * @param who as people know them
 * @param reason what they are doing, in their words
 * @param yourself whether it is the reader's own other tab or browser
 */
public record Blocked(String who, Instant since, @Nullable String reason, boolean yourself) {

    static Blocked by(Denied denied) {
        LockView holder = denied.holders().get(0);
        boolean yourself = denied instanceof Denied.Held held && held.heldByYouElsewhere();
        return new Blocked(holder.owner().displayName(), holder.acquiredAt(), holder.reason(), yourself);
    }
}
