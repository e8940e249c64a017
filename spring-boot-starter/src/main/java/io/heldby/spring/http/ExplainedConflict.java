package io.heldby.spring.http;

import io.heldby.lock.LockLostException;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.Transactions;
import io.heldby.version.ConflictException;
import io.heldby.version.RetryableException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Has explained what a transaction of the application's own left unexplained: it is over by now, so that a new one sees what
 * has become of the record.
 *
 * @param transactions null where there are none of ours
 */
record ExplainedConflict(@Nullable Transactions transactions) {

    private static final System.Logger LOG = System.getLogger(ExplainedConflict.class.getName());

    /**
     * The same with who and when, as far as that can be found out.
     *
     * @return a {@link ConflictException}, or what it turned out to be instead
     */
    RuntimeException of(ConflictException conflict) {
        Transactions ours = transactions;
        if (ours == null || conflict.explained() || ours.active()) {
            return conflict;
        }
        try {
            return ours.run(conflict::explain);
        } catch (RetryableException | LockLostException instead) {
            return instead;
        } catch (SQLException | LockStoreException | DataAccessException | TransactionException failed) {
            LOG.log(System.Logger.Level.WARNING, "a conflict was answered without who and when, which failed", failed);
            return conflict;
        }
    }
}
