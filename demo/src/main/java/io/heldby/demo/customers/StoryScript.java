package io.heldby.demo.customers;

import java.sql.SQLException;
import java.util.List;

/** The steps of a story. Each performs the real operation and then says what the two people see. */
interface StoryScript {

    Desk desk();

    List<Step> steps();

    /**
     * One press of [Next step].
     *
     * @param caption who does what
     */
    record Step(String caption, Play play) {}

    /** What happens in a step. */
    @FunctionalInterface
    interface Play {
        void on(Story story) throws SQLException;
    }
}
