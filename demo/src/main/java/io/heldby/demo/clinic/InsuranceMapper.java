package io.heldby.demo.clinic;

import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where insurances are kept. */
final class InsuranceMapper extends VersionedMapper<Insurance> {

    InsuranceMapper() {
        super(VersionedTable.of("insurance", "id", Insurance::id)
                .column("patient_id", Insurance::patientId)
                .column("insurer", Insurance::insurer)
                .column("membership", Insurance::membership));
    }

    @Override
    protected Insurance read(ResultSet row) throws SQLException {
        return new Insurance(
                row.getString("id"), row.getLong("patient_id"), row.getString("insurer"), row.getString("membership"));
    }
}
