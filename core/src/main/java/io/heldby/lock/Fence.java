package io.heldby.lock;

/**
 * A number that only ever grows per key, also across release, expiry, sweep and restart. It orders grants: a write
 * that carries a smaller fence than one already seen comes from somebody whose lock is over.
 *
 * @param value 1 or more
 */
public record Fence(long value) implements Comparable<Fence> {

    public Fence {
        if (value < 1) {
            throw new IllegalArgumentException("fence must be 1 or more, but is " + value);
        }
    }

    /**
     * The smallest fence that is greater than this one.
     *
     * @throws ArithmeticException at the largest fence there is, rather than starting again below it
     */
    public Fence next() {
        return new Fence(Math.addExact(value, 1));
    }

    @Override
    public int compareTo(Fence other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
