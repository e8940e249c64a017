package io.heldby.demo.conflict;

import java.util.HashMap;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Why people overwrote what others had saved, by the version that it made. What they overwrote is in the change log. */
@Component
class OverwriteReasons {

    private final JdbcClient jdbc;

    OverwriteReasons(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void keep(String entity, String id, long version, String reason) {
        try {
            int unused = jdbc.sql(
                            "INSERT INTO overwrite_reason (entity, record_id, version, reason) VALUES (?, ?, ?, ?)")
                    .params(entity, id, version, reason)
                    .update();
        } catch (DuplicateKeyException sentTwice) {
            // It is kept already.
        }
    }

    /** Of one record. */
    Map<Long, String> of(String entity, String id) {
        Map<Long, String> reasons = new HashMap<>();
        jdbc.sql("SELECT version, reason FROM overwrite_reason WHERE entity = ? AND record_id = ?")
                .params(entity, id)
                .query(row -> {
                    reasons.put(row.getLong("version"), row.getString("reason"));
                });
        return reasons;
    }
}
