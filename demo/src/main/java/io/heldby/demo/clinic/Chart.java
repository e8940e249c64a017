package io.heldby.demo.clinic;

import io.heldby.jdbc.unitofwork.Versioned;
import java.util.List;

/**
 * Everything about a patient that a page shows.
 *
 * @param prescriptions the newest eight
 * @param appointments the next eight
 */
public record Chart(
        Versioned<Patient> patient,
        List<Prescription> prescriptions,
        List<Appointment> appointments,
        List<Insurance> insurances) {}
