package io.heldby.jdbc;

import io.heldby.jdbc.unitofwork.MemberMapper;
import io.heldby.jdbc.unitofwork.MemberTable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** As docs/optimistic-lock.md says. */
final class CoverageMapper extends MemberMapper<Coverage> {

    CoverageMapper() {
        super(MemberTable.of("coverage", "id", Coverage::id, "policy", Coverage::policy)
                .column("kind", Coverage::kind));
    }

    @Override
    protected Coverage read(ResultSet row) throws SQLException {
        return new Coverage(row.getLong("id"), row.getString("policy"), row.getString("kind"));
    }
}
