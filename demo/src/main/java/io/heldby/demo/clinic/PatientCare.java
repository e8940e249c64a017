package io.heldby.demo.clinic;

import io.heldby.demo.people.Person;
import io.heldby.jdbc.unitofwork.LockingMappers;
import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.lock.Transactions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * What people do with a chart. Whatever is entered needs the <em>patient's</em> lock: a prescription is right or wrong by
 * the allergies and the other prescriptions that its physician has read, and those must not change meanwhile.
 *
 * <p>The lock is taken in one of two ways. {@link #open} takes it for a page, before the chart is loaded, and it stays from
 * request to request until {@link #close}. {@link #withLock} takes it for work that begins and ends within one call.
 */
@Service
class PatientCare {

    private static final int FOLLOW_UP_DAYS = 14;

    private final Clock clock = Clock.system(ZoneId.systemDefault());
    private final LockManager locks;
    private final Edits edits;
    private final Transactions transactions;
    private final Reception reception;
    private final Charts charts;

    PatientCare(
            LockManager locks, Edits edits, Transactions transactions, Reception reception, LockingMappers locking) {
        this.locks = locks;
        this.edits = edits;
        this.transactions = transactions;
        this.reception = reception;
        this.charts = new Charts(locking);
    }

    static LockKey key(long patient) {
        return LockKey.of(Patient.TYPE, String.valueOf(patient));
    }

    /** Takes the chart for the page of whoever is signed in; load it after this. */
    EditResult open(long patient) {
        return edits.begin(Patient.TYPE, String.valueOf(patient), "editing");
    }

    void close(EditHandle handle) {
        edits.cancel(handle);
    }

    /**
     * Does some work on a patient that nobody else works on. Re-entrant: for a user whose page has the chart open it runs
     * under that lock and leaves it to the page.
     *
     * @param work runs in a transaction that begins after the lock was granted
     * @throws io.heldby.lock.LockedException when somebody else has the patient: who, since when and why
     */
    <T> T withLock(long patient, Owner user, String reason, Transactions.Work<T, SQLException> work)
            throws SQLException {
        LockRequest wish = LockRequest.of(key(patient), user).reason(reason);
        return locks.withLock(wish, lease -> transactions.run(work));
    }

    /** Books a visit two weeks after the last one, which is read under the lock: two clicks at once are two visits. */
    LocalDate bookFollowUp(long patient, Person me) throws SQLException {
        return withLock(patient, edits.ownerFor(key(patient)), "editing", connection -> {
            LocalDate day = reception.lastVisit(patient).plusDays(FOLLOW_UP_DAYS);
            String physician = reception.physicianFor(me.user());
            charts.add(connection, new Appointment(newId(), patient, day, "Follow-up", physician), me.displayName());
            return day;
        });
    }

    /**
     * Enters a prescription under the lock that the physician's page holds. It is not taken here: a lock that is taken at
     * the moment of writing protects nothing that was read before.
     *
     * @param typed medicine, dosage, days and physician
     * @throws io.heldby.lock.LockNotHeldException when it does not hold it; names who does
     * @throws InvalidEntryException when something is missing; the lock stays
     */
    void prescribe(long patient, Map<String, String> typed, Person me) throws SQLException {
        Typed form = new Typed(typed);
        Prescription prescription = new Prescription(
                newId(),
                patient,
                form.line("medicine", 100, "Please enter a medicine."),
                form.line("dosage", 100, "Please enter how it is taken."),
                form.number("days", 1, 365),
                form.oneOf("physician", reception.physicianNames(), reception.physicianFor(me.user())),
                LocalDate.now(clock));
        form.check();
        transactions.run(connection -> {
            charts.add(connection, prescription, me.displayName());
            return true;
        });
    }

    /** As {@link #prescribe}: heldOn, purpose and seenBy. */
    void book(long patient, Map<String, String> typed, Person me) throws SQLException {
        Typed form = new Typed(typed);
        Appointment appointment = new Appointment(
                newId(),
                patient,
                form.date("heldOn", LocalDate.now(clock)),
                form.line("purpose", 100, "Please enter what it is for."),
                form.oneOf("seenBy", reception.physicianNames(), reception.physicianFor(me.user())));
        form.check();
        transactions.run(connection -> {
            charts.add(connection, appointment, me.displayName());
            return true;
        });
    }

    /** As {@link #prescribe}: insurer and membership. */
    void insure(long patient, Map<String, String> typed, Person me) throws SQLException {
        Typed form = new Typed(typed);
        Insurance insurance = new Insurance(
                newId(),
                patient,
                form.line("insurer", 100, "Please enter who pays."),
                form.line("membership", 50, "Please enter the number of the membership."));
        form.check();
        transactions.run(connection -> {
            charts.add(connection, insurance, me.displayName());
            return true;
        });
    }

    /**
     * As {@link #prescribe}: allergies, and the version that the chart was loaded with, which is checked also under the
     * lock.
     *
     * @throws io.heldby.version.ConflictException when the row was changed around the lock
     */
    void noteAllergies(long patient, Map<String, String> typed, Person me) throws SQLException {
        Typed form = new Typed(typed);
        String allergies = form.optional("allergies", 500);
        int version = form.number("version", 0, 999_999);
        form.check();
        Patient loaded = reception.chart(patient).patient().value();
        transactions.run(connection -> {
            charts.update(connection, loaded.withAllergies(allergies), version, me.displayName());
            return true;
        });
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
