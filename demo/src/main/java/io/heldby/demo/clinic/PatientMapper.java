package io.heldby.demo.clinic;

import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/** Where the first page of a chart is kept. */
final class PatientMapper extends VersionedMapper<Patient> {

    PatientMapper() {
        super(VersionedTable.of("patient", "id", Patient::id)
                .column("name", Patient::name)
                .column("born", Patient::born)
                .column("allergies", Patient::allergies));
    }

    @Override
    protected Patient read(ResultSet row) throws SQLException {
        return new Patient(
                row.getLong("id"),
                row.getString("name"),
                row.getObject("born", LocalDate.class),
                row.getString("allergies"));
    }
}
