package io.heldby.lock;

import java.time.Duration;

/**
 * How the locks of one type change hands when somebody else wants them.
 *
 * @param takeover who may take a lock from its holder; default {@link Takeover#OPERATOR}
 * @param answerWithin for how long a request waits for an answer, 1 s to 30 days; default 10 min
 * @param reservedFor how long a record that has become free is kept for the first in the queue, 1 s to 30 days; default
 *     60 s
 */
public record HandOverPolicy(Takeover takeover, Duration answerWithin, Duration reservedFor) {

    public static final HandOverPolicy DEFAULT =
            new HandOverPolicy(Takeover.OPERATOR, Duration.ofMinutes(10), Duration.ofSeconds(60));

    public HandOverPolicy {
        LockPolicy.checkedTime("answerWithin", answerWithin);
        LockPolicy.checkedTime("reservedFor", reservedFor);
    }

    public HandOverPolicy withTakeover(Takeover newTakeover) {
        return new HandOverPolicy(newTakeover, answerWithin, reservedFor);
    }

    /** A request must outlive the silence that opens the door, or the door would never open. */
    Duration requestLife() {
        return takeover instanceof Takeover.AfterNoAnswer after
                ? after.patience().plus(answerWithin)
                : answerWithin;
    }
}
