package io.heldby.hibernate;

import java.util.List;

/**
 * What one SQL text does to versioned tables.
 *
 * @param compares whether it reads the rows of a versioned entity that have one version, which is how a bulk statement over
 *     several tables begins
 */
record Verdict(List<Bypass> bypasses, boolean compares) {

    static final Verdict HARMLESS = new Verdict(List.of(), false);

    Verdict {
        bypasses = List.copyOf(bypasses);
    }
}
