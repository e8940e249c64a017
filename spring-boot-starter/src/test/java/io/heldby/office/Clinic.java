package io.heldby.office;

import io.heldby.lock.EditHandle;
import io.heldby.lock.Lease;
import io.heldby.lock.LockMode;
import io.heldby.spring.Locked;
import io.heldby.spring.LockedUntil;
import io.heldby.spring.transaction.SpringGuard;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.annotation.Transactional;

/** An application's service, outside Heldby's packages, with locks around its methods. */
public class Clinic {

    private final JdbcTemplate sql;
    private final SpringGuard guard;
    private final Pharmacy pharmacy;

    Clinic(JdbcTemplate sql, SpringGuard guard, Pharmacy pharmacy) {
        this.sql = sql;
        this.guard = guard;
        this.pharmacy = pharmacy;
    }

    public record Prescribe(String patientId, String drug) {}

    /** @param meanwhile runs inside the transaction, after the write */
    @Locked(type = "patient", id = "#command.patientId", reason = "prescribing")
    @Transactional
    public void prescribe(Prescribe command, Runnable meanwhile) {
        sql.update("INSERT INTO prescription VALUES (?, ?)", command.patientId(), command.drug());
        meanwhile.run();
    }

    @Locked(type = "patient", id = "#patientId")
    @Transactional
    public void prescribeAndDispense(String patientId, Runnable between) {
        pharmacy.dispense(patientId, "first");
        between.run();
        pharmacy.dispense(patientId, "second");
    }

    @Locked(type = "patient", id = "#patientId")
    @Transactional
    public void prescribeUnderGuard(String patientId, Lease lease) {
        guard.verify(lease);
        sql.update("INSERT INTO prescription VALUES (?, ?)", patientId, "guarded by " + lease.fence());
    }

    @Locked(type = "patient", id = "#patientIds")
    public <T> T round(List<String> patientIds, List<Lease> leases, Callable<T> work) throws Exception {
        return work.call();
    }

    @Locked(type = "patient", id = "#patientId", mode = LockMode.SHARED)
    public <T> T read(String patientId, Callable<T> work) throws Exception {
        return work.call();
    }

    @Locked(type = "patient", id = "#patientId", reason = "editing", until = LockedUntil.SAVED)
    public EditHandle open(String patientId, EditHandle handle) {
        if (patientId.startsWith("unknown")) {
            throw new IllegalArgumentException("there is no patient " + patientId);
        }
        return handle;
    }

    @Locked(type = "patient", id = "#patientIds", until = LockedUntil.SAVED)
    public List<EditHandle> openAll(List<String> patientIds, List<EditHandle> handles) {
        return handles;
    }

    @Locked(type = "patient", id = "#patientId")
    @PreAuthorize("hasRole('DOCTOR')")
    public void discharge(String patientId) {}

    /** What the clinic calls within its own transactions. */
    public static class Pharmacy {

        private final JdbcTemplate sql;

        Pharmacy(JdbcTemplate sql) {
            this.sql = sql;
        }

        @Locked(type = "patient", id = "#patientId")
        @Transactional
        public void dispense(String patientId, String drug) {
            sql.update("INSERT INTO prescription VALUES (?, ?)", patientId, drug);
        }
    }
}
