package io.heldby.webhook;

import io.heldby.lock.LockEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What is sent, the same however often it is.
 *
 * @param position up to which the receiver knows everything when it has this
 * @param id by which the receiver knows a repeat; without dots, which separate the parts that are signed
 */
record Message(long position, String id, String body) {

    /** The time is part of the id because a database that was restored from a backup gives a position again. */
    static Message of(LockEvent event) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, event.at());
        return new Message(
                event.position(), "evt_" + event.position() + "_" + Long.toString(micros, 36), event.toJson());
    }

    /** Says that events were forgotten before they were sent: those behind the one position, up to the other. */
    static Message missed(long after, long upTo) {
        return new Message(
                upTo,
                "missed_" + after + "_" + upTo,
                "{\"position\":%d,\"event\":\"events.missed\",\"after\":%d}".formatted(upTo, after));
    }
}
