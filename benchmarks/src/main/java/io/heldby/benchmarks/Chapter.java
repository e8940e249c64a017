package io.heldby.benchmarks;

import java.util.List;

/**
 * What was measured on one server.
 *
 * @param profile which it was, see {@link Profile#name}
 * @param server its version and its settings
 */
record Chapter(
        String profile,
        String server,
        List<RaceResult> races,
        List<RoundTrips> roundTrips,
        List<Figure> figures,
        List<Bar> bars) {

    Chapter {
        races = List.copyOf(races);
        roundTrips = List.copyOf(roundTrips);
        figures = List.copyOf(figures);
        bars = List.copyOf(bars);
    }

    /** How often each of these goes to the server and back. */
    record RoundTrips(String contestant, double acquire, double release, double refuse) {}

    /** A measurement that is no race. */
    record Figure(String what, String value) {}
}
