package io.heldby.demo.replay;

/** A field as people read it. */
public record Line(String label, String value) {

    public static Line of(String label, Object value) {
        return new Line(label, String.valueOf(value));
    }
}
