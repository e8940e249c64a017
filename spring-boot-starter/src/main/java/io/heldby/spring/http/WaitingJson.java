package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.LockManager;
import io.heldby.lock.Waiting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with somebody who waits.
 *
 * @param place 1 for whoever is next
 * @param renewWithinSeconds how soon the next heartbeat must come, or the place is lost
 * @param reservedUntil until when the record is kept for the one whose turn it is; not there when it is simply free
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WaitingJson(
        State state,
        @Nullable String waiterId,
        @Nullable Integer place,
        @Nullable Long renewWithinSeconds,
        @Nullable Instant reservedUntil) {

    enum State {
        QUEUED,
        YOUR_TURN
    }

    static WaitingJson of(Waiting.Queued queued) {
        return new WaitingJson(
                State.QUEUED,
                queued.waiter().waiterId().toString(),
                queued.place(),
                LockManager.WAITER_LIVES.toSeconds(),
                null);
    }

    static WaitingJson of(Waiting.YourTurn turn) {
        return new WaitingJson(State.YOUR_TURN, null, null, null, turn.until().orElse(null));
    }
}
