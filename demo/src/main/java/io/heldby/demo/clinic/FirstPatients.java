package io.heldby.demo.clinic;

import io.heldby.lock.Transactions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Fills the clinic, once: two physicians, and ten patients who all get something regularly. */
@Component
class FirstPatients implements ApplicationRunner {

    private static final String IMPORT = "Import";

    private static final List<List<String>> PATIENTS = List.of(
            List.of("Turanga Leela", "1975-07-29", "Penicillin", "Artificial tears", "1 drop, four times a day"),
            List.of("Philip Fry", "1974-08-14", "", "Caffeine tablets 200 mg", "1 in the morning"),
            List.of("Amy Wong", "1978-05-04", "Pollen", "Cetirizine 10 mg", "1 in the evening"),
            List.of("Hubert Farnsworth", "1941-04-09", "", "Ramipril 5 mg", "1 in the morning"),
            List.of("Hermes Conrad", "1959-07-15", "", "Metformin 500 mg", "1 with each meal"),
            List.of("Hattie McDoogal", "1949-11-02", "Nuts", "Calcium 600 mg", "1 at noon"),
            List.of("Zapp Brannigan", "1970-06-06", "Velour", "Minoxidil 5 %", "1 ml, twice a day"),
            List.of("Kif Kroker", "1980-01-31", "Dust, mould", "Lorazepam 1 mg", "1 at need, at most 1 a day"),
            List.of("Turanga Munda", "1952-02-17", "", "Levothyroxine 75 µg", "1 in the morning"),
            List.of("Morris Turanga", "1950-10-03", "", "Bisoprolol 2.5 mg", "1 in the morning"));

    private final Clock clock = Clock.system(ZoneId.systemDefault());
    private final Transactions transactions;
    private final JdbcClient jdbc;

    FirstPatients(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    @Override
    public void run(ApplicationArguments arguments) throws SQLException {
        if (jdbc.sql("SELECT COUNT(*) FROM physician").query(Long.class).single() > 0) {
            return;
        }
        for (List<String> physician : List.of(List.of("dr_green", "Dr Green"), List.of("dr_white", "Dr White"))) {
            jdbc.sql("INSERT INTO physician (user_name, name) VALUES (?, ?)")
                    .params(physician)
                    .update();
        }
        for (int i = 0; i < PATIENTS.size(); i++) {
            admit(
                    1001 + i,
                    PATIENTS.get(i),
                    i % 2 == 0 ? "dr_green" : "dr_white",
                    LocalDate.now(clock).plusDays(1 + i));
        }
    }

    /** Without locks: these patients are new, so nobody can be working on them. */
    void admit(long id, List<String> of, String physician, LocalDate visit) throws SQLException {
        Patient patient = new Patient(id, of.get(0), LocalDate.parse(of.get(1)), of.get(2));
        transactions.run(connection -> {
            new PatientMapper().insert(connection, patient, IMPORT);
            new AppointmentMapper()
                    .insert(connection, new Appointment(newId(), id, visit, "Check-up", physician), IMPORT);
            new InsuranceMapper()
                    .insert(connection, new Insurance(newId(), id, "Mutual of Omicron", "MO-" + (70_000 + id)), IMPORT);
            return new PlanMapper()
                    .insert(connection, new Plan(newId(), id, of.get(3), of.get(4), 28, physician, 0), IMPORT);
        });
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
