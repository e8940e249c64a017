package io.heldby.demo.clinic;

import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/** Where appointments are kept. */
final class AppointmentMapper extends VersionedMapper<Appointment> {

    AppointmentMapper() {
        super(VersionedTable.of("appointment", "id", Appointment::id)
                .column("patient_id", Appointment::patientId)
                .column("held_on", Appointment::heldOn)
                .column("purpose", Appointment::purpose)
                .column("physician", Appointment::physician));
    }

    @Override
    protected Appointment read(ResultSet row) throws SQLException {
        return new Appointment(
                row.getString("id"),
                row.getLong("patient_id"),
                row.getObject("held_on", LocalDate.class),
                row.getString("purpose"),
                row.getString("physician"));
    }
}
