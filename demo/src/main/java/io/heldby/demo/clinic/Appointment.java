package io.heldby.demo.clinic;

import java.time.LocalDate;

/** A visit of a patient. */
public record Appointment(String id, long patientId, LocalDate heldOn, String purpose, String physician) {}
