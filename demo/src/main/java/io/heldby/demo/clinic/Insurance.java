package io.heldby.demo.clinic;

/** Who pays for a patient, and under which number the insurer knows them. */
public record Insurance(String id, long patientId, String insurer, String membership) {}
