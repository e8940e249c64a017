package io.heldby.demo.underwriting;

import io.heldby.jdbc.unitofwork.MemberMapper;
import io.heldby.jdbc.unitofwork.MemberTable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where policies are kept. */
final class PolicyMapper extends MemberMapper<Policy> {

    PolicyMapper() {
        super(MemberTable.of("policy", "id", Policy::number, "version_id", Policy::versionId)
                .column("holder", Policy::holder)
                .column("premium_cents", policy -> policy.premium().cents()));
    }

    @Override
    protected Policy read(ResultSet row) throws SQLException {
        return new Policy(
                row.getLong("id"),
                row.getString("version_id"),
                row.getString("holder"),
                new Euros(row.getLong("premium_cents")));
    }
}
