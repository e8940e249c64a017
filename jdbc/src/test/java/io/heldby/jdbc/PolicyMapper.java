package io.heldby.jdbc;

import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import java.sql.ResultSet;
import java.sql.SQLException;

// The code between the tags is in docs/optimistic-lock.md.
// tag::mapper[]
final class PolicyMapper extends VersionedMapper<Policy> {

    PolicyMapper() {
        super(VersionedTable.of("policy", "number", Policy::number)
                .column("holder", Policy::holder)
                .column("premium", Policy::premium));
    }

    @Override
    protected Policy read(ResultSet row) throws SQLException {
        return new Policy(row.getString("number"), row.getString("holder"), row.getBigDecimal("premium"));
    }
}
// end::mapper[]
