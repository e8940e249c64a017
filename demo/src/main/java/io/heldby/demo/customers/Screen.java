package io.heldby.demo.customers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one of the two people in the story sees.
 *
 * @param lastName what is in the field; null while nothing is open
 * @param version what was loaded; null while nothing is open
 * @param says the banner above the field
 * @param since the time in the banner, where it names one
 */
public record Screen(
        String person,
        State state,
        @Nullable String lastName,
        @Nullable Long version,
        String says,
        @Nullable Instant since) {

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
        return new Screen(person, State.CLOSED, null, null, says, null);
    }

    Screen editing(String typed, long loaded, String says) {
        return new Screen(person, State.EDITING, typed, loaded, says, null);
    }

    Screen typing(String typed) {
        return new Screen(person, state, typed, version, says, since);
    }

    Screen reading(String shown, long loaded, String who, Instant sinceWhen) {
        return new Screen(person, State.READING, shown, loaded, who, sinceWhen);
    }

    Screen saved(String says) {
        return new Screen(person, State.SAVED, lastName, version, says, null);
    }

    Screen told(String says) {
        return new Screen(person, State.TOLD, lastName, version, says, null);
    }
}
