package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the grant is to be like that follows when a holder says yes, as a {@link LockStore} receives it.
 *
 * @param lockId its id
 * @param nobodys the hash of a token that nobody knows; the asker gets one of their own with the next acquire
 * @param terms the type's; an expiry handler of the holder's lock goes with the record
 */
public record Succession(LockId lockId, TokenHash nobodys, LeaseTerms terms, Duration maximumHold) {

    /** The asker's grant, {@code now} being the store's time and {@code former} what the holder had. */
    public Grant grantTo(Owner asker, Grant former, Fence fence, Instant now) {
        Instant maxUntil = now.plus(maximumHold);
        Instant end = now.plus(terms.lease());
        return new Grant(
                lockId,
                former.mode(),
                asker,
                former.reason(),
                List.of(nobodys),
                fence,
                now,
                now,
                end.isBefore(maxUntil) ? end : maxUntil,
                maxUntil,
                1,
                former.terms().handler() == null
                        ? terms
                        : terms.withHandler(former.terms().handler()),
                false,
                null,
                null);
    }
}
