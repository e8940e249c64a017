package io.heldby.demo.clinic;

import java.time.LocalDate;

/**
 * A medicine for a patient.
 *
 * @param days for how long
 * @param physician user name of whoever prescribes it
 */
public record Prescription(
        String id, long patientId, String medicine, String dosage, int days, String physician, LocalDate issuedOn) {}
