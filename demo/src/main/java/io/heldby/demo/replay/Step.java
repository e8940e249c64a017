package io.heldby.demo.replay;

import java.sql.SQLException;

/**
 * One press of [Next step].
 *
 * @param caption who does what
 */
public record Step(String caption, Action action) {

    /** Performs the real operation, and then says what the two people see. */
    @FunctionalInterface
    public interface Action {
        void perform() throws SQLException;
    }
}
