package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.LockId;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A lease that is over, as its former holder is told. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LostJson(
        String lockId,
        String cause,
        @Nullable String by,
        @Nullable Instant at,
        @Nullable String reason) {

    static LostJson of(LockId lockId, Loss loss) {
        return new LostJson(lockId.toString(), causeOf(loss), loss.by(), loss.at(), loss.reason());
    }

    /** 410: final, the client stops renewing. */
    static Problem problem(Loss loss) {
        return Problem.of(410, "lock-lost", "Lock lost", sentence(loss))
                .with("cause", causeOf(loss))
                .with("by", loss.by())
                .with("at", loss.at())
                .with("reason", loss.reason());
    }

    private static String causeOf(Loss loss) {
        return switch (loss.cause()) {
            case EXPIRED -> "expired";
            case TAKEN_OVER -> "taken-over";
            case CONTINUED_ELSEWHERE -> "continued-elsewhere";
            case RELEASED -> "released";
            case HANDED_OVER -> "handed-over";
            case BROKEN -> "broken";
            case UNKNOWN -> "unknown";
        };
    }

    private static String sentence(Loss loss) {
        String by = loss.by() == null || loss.cause() == LossCause.CONTINUED_ELSEWHERE ? "" : " by " + loss.by();
        String reason = loss.reason() == null ? "" : " (" + loss.reason() + ")";
        return loss.cause() == LossCause.UNKNOWN
                ? "There is no such lock of yours."
                : switch (loss.cause()) {
                            case EXPIRED -> "Your lock has expired";
                            case TAKEN_OVER -> "Your lock was taken over";
                            case CONTINUED_ELSEWHERE -> "You continued in another tab or session";
                            case HANDED_OVER -> "You gave your lock away; it is held";
                            case BROKEN -> "Your lock was ended";
                            default -> "Your lock was released";
                        }
                        + by
                        + reason
                        + ".";
    }
}
