package io.heldby.demo.underwriting;

import io.heldby.jdbc.unitofwork.MemberMapper;
import io.heldby.jdbc.unitofwork.MemberTable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where endorsements are kept. */
final class EndorsementMapper extends MemberMapper<Endorsement> {

    EndorsementMapper() {
        super(MemberTable.of("endorsement", "id", Endorsement::id, "version_id", Endorsement::versionId)
                .column("clause", Endorsement::clause)
                .column("surcharge", Endorsement::surcharge));
    }

    @Override
    protected Endorsement read(ResultSet row) throws SQLException {
        return new Endorsement(
                row.getString("id"), row.getString("version_id"), row.getString("clause"), row.getInt("surcharge"));
    }
}
