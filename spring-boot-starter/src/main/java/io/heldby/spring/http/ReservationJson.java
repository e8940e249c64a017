package io.heldby.spring.http;

import io.heldby.lock.Reservation;
import java.time.Instant;

/** For whom a record is kept that nobody holds. */
record ReservationJson(OwnerJson forWhom, Instant since, Instant until) {

    static ReservationJson of(Reservation reservation) {
        return new ReservationJson(OwnerJson.of(reservation.forWhom()), reservation.since(), reservation.until());
    }
}
