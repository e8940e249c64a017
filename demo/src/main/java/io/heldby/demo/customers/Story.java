package io.heldby.demo.customers;

import io.heldby.demo.conflict.ConflictPage;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Owner;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One visitor's run through a story, with a customer of its own, so that visitors do not disturb each other. Kept in the
 * HTTP session.
 */
final class Story {

    static final String LEIA = "Leia Organa";
    static final String LUKE = "Luke Skywalker";
    static final String LEIA_TYPES = "Kroker-Brannigan";
    static final String LUKE_TYPES = "Wong";

    private final Desk desk;
    private final long customer;
    private final Owner leiaOwner = owner("leia", LEIA);
    private final Owner lukeOwner = owner("luke", LUKE);
    private final AtomicInteger done = new AtomicInteger();

    // Written by whoever won the step in next(), read by the page after it.
    volatile Screen leia = Screen.closed(LEIA, "Leia has not opened the record yet.");
    volatile Screen luke = Screen.closed(LUKE, "Luke has not opened the record yet.");
    volatile String told = "Zapp Brannigan marries. Leia is about to enter his new name, and so is Luke.";
    volatile @Nullable EditHandle held;
    volatile @Nullable ConflictPage conflict;

    Story(Desk desk, long customer) {
        this.desk = desk;
        this.customer = customer;
    }

    Desk desk() {
        return desk;
    }

    long customer() {
        return customer;
    }

    int stepsDone() {
        return done.get();
    }

    Owner leiaOwner() {
        return leiaOwner;
    }

    Owner lukeOwner() {
        return lukeOwner;
    }

    /** Whether it is this step's turn; true once, so that a double click plays it once. */
    boolean next(int step) {
        return done.compareAndSet(step, step + 1);
    }

    private static Owner owner(String user, String displayName) {
        return Owner.of(user, "story-" + UUID.randomUUID()).named(displayName);
    }
}
