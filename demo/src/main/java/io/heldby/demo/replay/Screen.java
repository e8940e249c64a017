package io.heldby.demo.replay;

import java.util.List;

/** What one of the two people sees. */
public record Screen(State state, Banner banner, List<Line> lines) {

    public Screen {
        lines = List.copyOf(lines);
    }

    /** What the person can do now. */
    public enum State {
        CLOSED("Nothing open"),
        EDITING("Editing"),
        READING("Read only"),
        REFUSED("Closed to you"),
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
}
