package io.heldby.demo.clinic;

import io.heldby.jdbc.unitofwork.LockingMappers;
import io.heldby.lock.Guard;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockedException;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * A batch job: issues the next prescription of every recurring plan. It never waits for a person and never writes past
 * one: a patient whom somebody is working on is skipped, named in the report, and done by the next run.
 *
 * <p>Each patient is locked once and for this run alone ({@link LockRequest#onlyOnce}), so that two runs at the same time
 * share the work and no plan is issued twice in a round.
 */
@Service
class RecurringPlans {

    private static final String JOB = "Recurring plans";

    private static final String DUE_PATIENTS = """
            SELECT DISTINCT p.id, p.name
              FROM patient p
              JOIN recurring_plan r ON r.patient_id = p.id
             WHERE r.rounds < ?
               AND p.id > 0
             ORDER BY p.id""";

    private final Clock clock = Clock.system(ZoneId.systemDefault());
    private final PlanMapper plans = new PlanMapper();
    private final LockManager locks;
    private final Guard guard;
    private final Transactions transactions;
    private final DataSource dataSource;
    private final OwnerResolver owners;
    private final JdbcClient jdbc;

    RecurringPlans(
            LockManager locks,
            Guard guard,
            Transactions transactions,
            DataSource dataSource,
            OwnerResolver owners,
            JdbcClient jdbc) {
        this.locks = locks;
        this.guard = guard;
        this.transactions = transactions;
        this.dataSource = dataSource;
        this.owners = owners;
        this.jdbc = jdbc;
    }

    private record DuePatient(long id, String name) {}

    /** Those that earlier runs have skipped come first: a new round begins when the last one is complete. */
    PlansReport process() throws SQLException {
        int round = nextRound();
        return process(round, due(round));
    }

    /** The same for one patient, whatever round the others are in. */
    PlansReport process(Patient patient) throws SQLException {
        int round = jdbc.sql("SELECT MIN(rounds) + 1 FROM recurring_plan WHERE patient_id = ?")
                .param(patient.id())
                .query(Integer.class)
                .single();
        return process(round, List.of(new DuePatient(patient.id(), patient.name())));
    }

    private PlansReport process(int round, List<DuePatient> due) throws SQLException {
        Owner job = Owner.job("recurring plans").named(JOB);
        Charts charts = new Charts(new LockingMappers(locks, guard, dataSource, key -> job, owners::tenant));
        List<String> processed = new ArrayList<>();
        List<PlansReport.Skipped> skipped = new ArrayList<>();
        for (DuePatient patient : due) {
            LockRequest wish = LockRequest.of(PatientCare.key(patient.id()), job)
                    .reason("processing recurring plans")
                    .onlyOnce();
            try {
                boolean issued = locks.withLock(
                        wish, lease -> transactions.run(connection -> issue(connection, charts, patient.id(), round)));
                if (issued) {
                    processed.add(patient.name());
                }
            } catch (LockedException held) {
                skipped.add(new PlansReport.Skipped(
                        patient.name(),
                        held.denied().holders().stream().findFirst().orElse(null)));
            }
        }
        return new PlansReport(round, processed, skipped);
    }

    /** The plans are read under the lock: another run may have issued them since this one has listed the patients. */
    private boolean issue(Connection connection, Charts charts, long patient, int round) throws SQLException {
        List<String> due = jdbc.sql("SELECT id FROM recurring_plan WHERE patient_id = ? AND rounds < ? ORDER BY id")
                .params(patient, round)
                .query(String.class)
                .list();
        for (String id : due) {
            var plan = plans.find(connection, id).orElseThrow();
            charts.add(connection, next(plan.value()), JOB);
            charts.update(connection, plan.value().issued(), plan.version(), JOB);
        }
        return !due.isEmpty();
    }

    private Prescription next(Plan plan) {
        return new Prescription(
                UUID.randomUUID().toString(),
                plan.patientId(),
                plan.medicine(),
                plan.dosage(),
                plan.days(),
                plan.physician(),
                LocalDate.now(clock));
    }

    private int nextRound() {
        return jdbc.sql("SELECT COALESCE(MIN(rounds), 0) + 1 FROM recurring_plan WHERE patient_id > 0")
                .query(Integer.class)
                .single();
    }

    private List<DuePatient> due(int round) {
        return jdbc.sql(DUE_PATIENTS).param(round).query(DuePatient.class).list();
    }
}
