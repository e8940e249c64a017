package io.heldby.demo.clinic;

import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/** Where prescriptions are kept. */
final class PrescriptionMapper extends VersionedMapper<Prescription> {

    PrescriptionMapper() {
        super(VersionedTable.of("prescription", "id", Prescription::id)
                .column("patient_id", Prescription::patientId)
                .column("medicine", Prescription::medicine)
                .column("dosage", Prescription::dosage)
                .column("days", Prescription::days)
                .column("physician", Prescription::physician)
                .column("issued_on", Prescription::issuedOn));
    }

    @Override
    protected Prescription read(ResultSet row) throws SQLException {
        return new Prescription(
                row.getString("id"),
                row.getLong("patient_id"),
                row.getString("medicine"),
                row.getString("dosage"),
                row.getInt("days"),
                row.getString("physician"),
                row.getObject("issued_on", LocalDate.class));
    }
}
