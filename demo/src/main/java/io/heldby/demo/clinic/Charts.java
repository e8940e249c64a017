package io.heldby.demo.clinic;

import io.heldby.jdbc.unitofwork.LockingMapper;
import io.heldby.jdbc.unitofwork.LockingMappers;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The only way to write into a chart. Each mapper has the implicit lock around it: what is written is refused unless the
 * writer's editing session holds the <em>patient</em>, and no mapper takes that lock by itself.
 */
final class Charts {

    private final LockingMapper<Patient> patients;
    private final LockingMapper<Prescription> prescriptions;
    private final LockingMapper<Appointment> appointments;
    private final LockingMapper<Insurance> insurances;
    private final LockingMapper<Plan> plans;

    /** @param locking in whose name is written */
    Charts(LockingMappers locking) {
        String root = Patient.TYPE;
        patients = locking.around(new PatientMapper(), root, Patient::id);
        prescriptions = locking.aroundMembers(
                new PrescriptionMapper(), "prescription", Prescription::id, root, Prescription::patientId);
        appointments = locking.aroundMembers(
                new AppointmentMapper(), "appointment", Appointment::id, root, Appointment::patientId);
        insurances =
                locking.aroundMembers(new InsuranceMapper(), "insurance", Insurance::id, root, Insurance::patientId);
        plans = locking.aroundMembers(new PlanMapper(), "recurring-plan", Plan::id, root, Plan::patientId);
    }

    void update(Connection connection, Patient patient, long expectedVersion, String by) throws SQLException {
        patients.update(connection, patient, expectedVersion, by);
    }

    void add(Connection connection, Prescription prescription, String by) throws SQLException {
        prescriptions.insert(connection, prescription, by);
    }

    void add(Connection connection, Appointment appointment, String by) throws SQLException {
        appointments.insert(connection, appointment, by);
    }

    void add(Connection connection, Insurance insurance, String by) throws SQLException {
        insurances.insert(connection, insurance, by);
    }

    void update(Connection connection, Plan plan, long expectedVersion, String by) throws SQLException {
        plans.update(connection, plan, expectedVersion, by);
    }
}
