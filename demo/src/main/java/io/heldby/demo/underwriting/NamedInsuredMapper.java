package io.heldby.demo.underwriting;

import io.heldby.jdbc.unitofwork.MemberMapper;
import io.heldby.jdbc.unitofwork.MemberTable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where named insureds are kept. */
final class NamedInsuredMapper extends MemberMapper<NamedInsured> {

    NamedInsuredMapper() {
        super(MemberTable.of("named_insured", "id", NamedInsured::id, "version_id", NamedInsured::versionId)
                .column("name", NamedInsured::name));
    }

    @Override
    protected NamedInsured read(ResultSet row) throws SQLException {
        return new NamedInsured(row.getString("id"), row.getString("version_id"), row.getString("name"));
    }
}
