package io.heldby.demo.clinic;

import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where recurring plans are kept. */
final class PlanMapper extends VersionedMapper<Plan> {

    PlanMapper() {
        super(VersionedTable.of("recurring_plan", "id", Plan::id)
                .column("patient_id", Plan::patientId)
                .column("medicine", Plan::medicine)
                .column("dosage", Plan::dosage)
                .column("days", Plan::days)
                .column("physician", Plan::physician)
                .column("rounds", Plan::rounds));
    }

    @Override
    protected Plan read(ResultSet row) throws SQLException {
        return new Plan(
                row.getString("id"),
                row.getLong("patient_id"),
                row.getString("medicine"),
                row.getString("dosage"),
                row.getInt("days"),
                row.getString("physician"),
                row.getInt("rounds"));
    }
}
