package io.heldby.demo.clinic;

import io.heldby.lock.HandOverRequest;
import io.heldby.lock.LockView;
import java.util.List;
import java.util.Optional;

/**
 * How it stands with a patient, as one page shows it.
 *
 * @param lock who has the patient; empty while nobody has
 * @param requests what its holder is asked, on the holder's page
 * @param asked what this person has asked, and what became of it
 */
public record ChartLock(
        Kind kind, Optional<LockView> lock, List<HandOverRequest> requests, Optional<HandOverRequest> asked) {

    /** What this page is. */
    public enum Kind {
        /** The page that holds it. */
        MINE,
        /** The page that held it: its time is over, but nobody has taken the patient yet. */
        OVERDUE,
        /** The page that held it, and does not any more. */
        LOST,
        /** A page to read, of somebody whom the holder has just given the patient to. */
        GIVEN,
        /** A page to read; the same person has the patient in another browser. */
        ELSEWHERE,
        /** A page to read. */
        TAKEN,
        /** A page to read, of a patient whom nobody has now. */
        FREE
    }
}
