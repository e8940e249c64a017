package io.heldby.demo.clinic;

import io.heldby.lock.Transactions;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Looks things up. Reading needs no lock here: the policy of the type says so. */
@Repository
class Reception {

    private static final String PATIENTS = """
            SELECT p.id, p.name, p.born,
                   (SELECT COUNT(*) FROM prescription r WHERE r.patient_id = p.id) AS prescriptions,
                   (SELECT MAX(a.held_on) FROM appointment a WHERE a.patient_id = p.id) AS next_visit
              FROM patient p
             WHERE p.id > 0
             ORDER BY p.id
             LIMIT 50""";

    private static final String PRESCRIPTIONS = """
            SELECT id, patient_id, medicine, dosage, days, physician, issued_on
              FROM prescription
             WHERE patient_id = ?
             ORDER BY modified_at DESC, id
             LIMIT 8""";

    private static final String APPOINTMENTS = """
            SELECT id, patient_id, held_on, purpose, physician
              FROM appointment
             WHERE patient_id = ?
             ORDER BY held_on DESC, id
             LIMIT 8""";

    private static final String INSURANCES = """
            SELECT id, patient_id, insurer, membership
              FROM insurance
             WHERE patient_id = ?
             ORDER BY modified_at, id
             LIMIT 8""";

    private final PatientMapper patients = new PatientMapper();
    private final Transactions transactions;
    private final JdbcClient jdbc;

    Reception(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    List<PatientRow> patients() {
        return jdbc.sql(PATIENTS).query(PatientRow.class).list();
    }

    /**
     * One patient's chart, all of it from one transaction that begins now.
     *
     * @throws NoSuchPatientException when there is none with that number
     */
    Chart chart(long patient) throws SQLException {
        return transactions.run(connection -> new Chart(
                patients.find(connection, patient).orElseThrow(() -> new NoSuchPatientException(patient)),
                jdbc.sql(PRESCRIPTIONS).param(patient).query(Prescription.class).list(),
                jdbc.sql(APPOINTMENTS).param(patient).query(Appointment.class).list(),
                jdbc.sql(INSURANCES).param(patient).query(Insurance.class).list()));
    }

    /** The last visit that is in the book, or today if that is later. */
    LocalDate lastVisit(long patient) {
        return jdbc.sql(
                        "SELECT GREATEST(COALESCE(MAX(held_on), CURRENT_DATE), CURRENT_DATE) FROM appointment WHERE patient_id = ?")
                .param(patient)
                .query(LocalDate.class)
                .single();
    }

    List<Physician> physicians() {
        return jdbc.sql("SELECT user_name, name FROM physician ORDER BY name")
                .query(Physician.class)
                .list();
    }

    /** Names by user name. */
    Map<String, String> physicianNames() {
        return physicians().stream().collect(Collectors.toMap(Physician::userName, Physician::name));
    }

    /** The first of them, where somebody who is none has to name one. */
    String physicianFor(String user) {
        List<String> all = physicians().stream().map(Physician::userName).toList();
        return all.contains(user) ? user : all.get(0);
    }
}
