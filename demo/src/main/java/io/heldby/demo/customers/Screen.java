package io.heldby.demo.customers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one of the two people in the story sees.
 *
 * @param lastName what is in the field; null while nothing is open
 * @param version what was loaded; null while nothing is open
 * @param says the banner above the field; up to the time, where it names one
 * @param at the time in the banner
 * @param then how the banner goes on after the time
 */
public record Screen(
        String person,
        State state,
        @Nullable String lastName,
        @Nullable Long version,
        String says,
        @Nullable Instant at,
        String then) {

    /** What the person can do now. */
    public enum State {
        CLOSED("Nothing open"),
        EDITING("Editing"),
        READING("Read only"),
        SAVED("Saved"),
        TOLD("Not saved: told why");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    static Screen closed(String person, String says) {
        return new Screen(person, State.CLOSED, null, null, says, null, "");
    }

    Screen editing(String typed, long loaded, String says) {
        return new Screen(person, State.EDITING, typed, loaded, says, null, "");
    }

    Screen reading(String shown, long loaded, Blocked blocked) {
        String reason = blocked.reason() == null ? "." : " (“" + blocked.reason() + "”).";
        return new Screen(
                person,
                State.READING,
                shown,
                loaded,
                blocked.who() + " has been editing since",
                blocked.since(),
                reason);
    }

    Screen saved(String says) {
        return new Screen(person, State.SAVED, lastName, version, says, null, "");
    }

    Screen told(String says, @Nullable Instant when, String then) {
        return new Screen(person, State.TOLD, lastName, version, says, when, then);
    }
}
