package io.heldby.demo.underwriting;

import io.heldby.jdbc.unitofwork.MemberMapper;
import io.heldby.jdbc.unitofwork.MemberTable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where coverages are kept. */
final class CoverageMapper extends MemberMapper<Coverage> {

    CoverageMapper() {
        super(MemberTable.of("coverage", "id", Coverage::id, "version_id", Coverage::versionId)
                .column("peril", coverage -> coverage.peril().name())
                .column("sum_cents", coverage -> coverage.sum().cents()));
    }

    @Override
    protected Coverage read(ResultSet row) throws SQLException {
        return new Coverage(
                row.getString("id"),
                row.getString("version_id"),
                Peril.valueOf(row.getString("peril")),
                new Euros(row.getLong("sum_cents")));
    }
}
