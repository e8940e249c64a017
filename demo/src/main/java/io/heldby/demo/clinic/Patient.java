package io.heldby.demo.clinic;

import io.heldby.lock.OfflineLocked;
import java.time.LocalDate;

/** The root of a chart. Everybody may read it at any time; who writes anything in it needs the patient's lock. */
@OfflineLocked(type = Patient.TYPE, maximumHold = "PT2H")
public record Patient(long id, String name, LocalDate born, String allergies) {

    /** The type of these locks. */
    static final String TYPE = "patient";

    Patient withAllergies(String newAllergies) {
        return new Patient(id, name, born, newAllergies);
    }
}
