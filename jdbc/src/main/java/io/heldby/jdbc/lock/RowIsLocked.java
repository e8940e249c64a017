package io.heldby.jdbc.lock;

import java.sql.SQLException;

/** A head row could not be locked within the bound: a guarded save holds it. The transaction is rolled back. */
final class RowIsLocked extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RowIsLocked(SQLException timeout) {
        super(timeout);
    }
}
