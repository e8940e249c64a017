package io.heldby.jdbc.lock;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.util.Set;

/** Tells errors after which nobody knows whether a commit has happened from those after which it has not. */
public final class LostConnection {

    /** H2: connection broken, database closed, database closing. */
    private static final Set<Integer> H2 = Set.of(90067, 90098, 90121);

    private LostConnection() {}

    /** SQLSTATE class 08 (connection exception), PostgreSQL's 57P (server shut down or crashed), H2's own codes. */
    public static boolean isCauseOf(SQLException failed) {
        String state = failed.getSQLState();
        return failed instanceof SQLNonTransientConnectionException
                || failed instanceof SQLRecoverableException
                || (state != null && (state.startsWith("08") || state.startsWith("57P")))
                || H2.contains(failed.getErrorCode());
    }
}
