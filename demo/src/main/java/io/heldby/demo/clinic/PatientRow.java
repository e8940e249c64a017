package io.heldby.demo.clinic;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A patient in the list. */
public record PatientRow(
        long id,
        String name,
        LocalDate born,
        long prescriptions,
        @Nullable LocalDate nextVisit) {}
