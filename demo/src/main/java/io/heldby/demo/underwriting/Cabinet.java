package io.heldby.demo.underwriting;

import io.heldby.jdbc.unitofwork.SharedVersions;
import io.heldby.lock.LockId;
import io.heldby.lock.LockManager;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which policies there are, and who is working on them. */
@Repository
class Cabinet {

    private static final String COVERS = """
            SELECT p.id, p.holder, v.version, v.modified_by, v.modified_at
              FROM policy p
              JOIN policy_version v ON v.id = p.version_id
             WHERE p.id > 0
             ORDER BY p.id
             LIMIT 50""";

    private final JdbcClient jdbc;
    private final LockManager locks;

    Cabinet(JdbcClient jdbc, LockManager locks) {
        this.jdbc = jdbc;
        this.locks = locks;
    }

    List<PolicyRow> covers() {
        return jdbc.sql(COVERS)
                .query((row, at) -> new PolicyRow(
                        row.getLong("id"),
                        row.getString("holder"),
                        row.getLong("version"),
                        row.getString("modified_by"),
                        row.getObject("modified_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Whether it is this lock that keeps the policy closed now. */
    boolean isLockOf(LockId lockId, long number) {
        return locks.holders(SharedVersions.key("", Policy.versionIdOf(number))).stream()
                .anyMatch(lock -> lock.lockId().equals(lockId));
    }
}
