package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Expiry;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.Protocol;
import io.heldby.lock.RenewalMode;
import io.heldby.lock.Takeover;
import io.heldby.lock.Writes;
import org.jspecify.annotations.Nullable;

/**
 * How the locks of one type behave.
 *
 * @param type not there in the policy of all types that are not named
 * @param takeover who may take a lock from its holder
 * @param takeOverAfterSeconds with AFTER_NO_ANSWER: how long the holder has for an answer
 * @param expiryHandler the name of the one that is told when one of its locks expires or is taken over; not there when nobody is
 * @param lockedAtRoot its records are locked by locking the aggregate that they belong to, by that one's policy
 * @param ifVersion whether {@code POST /locks} takes {@code ifVersion} for it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PolicyJson(
        @Nullable String type,
        long leaseSeconds,
        long pageLeaseSeconds,
        long maximumHoldSeconds,
        RenewalMode renewal,
        Expiry expiry,
        Protocol protocol,
        Writes writes,
        Enforcement enforcement,
        String takeover,
        @Nullable Long takeOverAfterSeconds,
        long answerWithinSeconds,
        long reservedSeconds,
        @Nullable String expiryHandler,
        boolean lockedAtRoot,
        boolean ifVersion) {

    static PolicyJson of(@Nullable String type, LockPolicy policy, boolean lockedAtRoot, boolean ifVersion) {
        return new PolicyJson(
                type,
                policy.lease().toSeconds(),
                policy.pageLease().toSeconds(),
                policy.maximumHold().toSeconds(),
                policy.renewal(),
                policy.expiry(),
                policy.protocol(),
                policy.writes(),
                policy.enforcement(),
                takeover(policy),
                takeOverAfter(policy),
                policy.handOver().answerWithin().toSeconds(),
                policy.handOver().reservedFor().toSeconds(),
                policy.expiryHandler(),
                lockedAtRoot,
                ifVersion);
    }

    private static String takeover(LockPolicy policy) {
        Takeover takeover = policy.handOver().takeover();
        return takeover instanceof Takeover.Always always ? always.name() : "AFTER_NO_ANSWER";
    }

    private static @Nullable Long takeOverAfter(LockPolicy policy) {
        return policy.handOver().takeover() instanceof Takeover.AfterNoAnswer after
                ? after.patience().toSeconds()
                : null;
    }
}
