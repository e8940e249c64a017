package io.heldby.demo.underwriting;

import io.heldby.lock.LockId;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the administrators have been asked; one request per person and lock. The column {@code lock_id} is the grant's part
 * of the id, as in Heldby's own tables.
 */
@Repository
class ReleaseRequests {

    private static final String ASKED = """
            SELECT policy, asked_by, message, asked_at
              FROM release_request
             WHERE lock_id = ?
             ORDER BY asked_at""";

    private final JdbcClient jdbc;

    ReleaseRequests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Who asks again says it in new words. */
    @Transactional
    public void add(LockId lockId, long policy, String askedBy, String message) {
        jdbc.sql("DELETE FROM release_request WHERE lock_id = ? AND asked_by = ?")
                .params(lockId.grant(), askedBy)
                .update();
        jdbc.sql("INSERT INTO release_request (lock_id, policy, asked_by, message, asked_at)"
                        + " VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP)")
                .params(lockId.grant(), policy, askedBy, message)
                .update();
    }

    List<ReleaseRequest> of(LockId lockId) {
        return jdbc.sql(ASKED)
                .param(lockId.grant())
                .query((row, at) -> new ReleaseRequest(
                        lockId,
                        row.getLong("policy"),
                        row.getString("asked_by"),
                        row.getString("message"),
                        row.getObject("asked_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
