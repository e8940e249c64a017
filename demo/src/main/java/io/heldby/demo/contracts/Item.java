package io.heldby.demo.contracts;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** A line of a contract. */
public record Item(long id, long contract, String text, int quantity, BigDecimal price) {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final AtomicLong LAST = new AtomicLong();

    /**
     * An id for a new item, made when its empty line is shown: a form that is sent twice then brings the same item, not
     * another one. Ids grow with time, so items stay in the order in which they were added.
     */
    static long newId() {
        long now = CLOCK.millis() * 1_000;
        return LAST.updateAndGet(last -> Math.max(last + 1, now));
    }

    public BigDecimal total() {
        return price.multiply(BigDecimal.valueOf(quantity));
    }
}
