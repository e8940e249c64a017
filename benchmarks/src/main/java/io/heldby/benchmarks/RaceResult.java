package io.heldby.benchmarks;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Operations per second.
 *
 * @param samples by number of threads, then by contestant
 */
record RaceResult(Race race, Map<Integer, Map<String, Samples>> samples) {

    RaceResult {
        samples = new TreeMap<>(samples);
    }

    Set<Integer> threads() {
        return samples.keySet();
    }

    Samples of(String contestant, int threads) {
        Map<String, Samples> all = samples.getOrDefault(threads, Map.of());
        Samples found = all.get(contestant);
        if (found == null) {
            throw new IllegalArgumentException(
                    "%s with %d threads was not measured; there are %s".formatted(contestant, threads, all.keySet()));
        }
        return found;
    }

    /** Above 1: the contestant is faster than the base. */
    Samples ratio(String contestant, String base, int threads) {
        return of(contestant, threads).relativeTo(of(base, threads));
    }

    /** The median ratio at the number of threads where the contestant does worst. */
    double worstRatio(String contestant, String base) {
        return threads().stream()
                .mapToDouble(count -> ratio(contestant, base, count).median())
                .min()
                .orElseThrow();
    }
}
