package io.heldby.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to measure and for how long, from arguments such as {@code profiles=redis seconds=2}.
 *
 * @param profiles which servers; default all
 * @param round of one contestant; default {@code seconds=0.5}
 * @param repetitions of each round; default 5
 * @param warmUp unmeasured, before the first round; default two rounds
 * @param locks held in the tables of the crowded table; default 1,000,000
 * @param out the report; default {@code docs/benchmarks.md}
 */
record Options(List<String> profiles, Duration round, int repetitions, Duration warmUp, int locks, Path out) {

    private static final List<String> KNOWN = List.of("profiles", "seconds", "repetitions", "locks", "out");

    /** @throws IllegalArgumentException for an argument that is not known, naming those that are */
    static Options parse(List<String> arguments, List<String> allProfiles) {
        Map<String, String> given = new TreeMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 || !KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "\"%s\" is not understood; say name=value with one of %s".formatted(argument, KNOWN));
            }
            given.put(name, argument.substring(equals + 1));
        }
        List<String> profiles = given.containsKey("profiles")
                ? List.of(given.getOrDefault("profiles", "").split(",", -1))
                : allProfiles;
        if (!allProfiles.containsAll(profiles)) {
            throw new IllegalArgumentException("profiles are %s, but there was %s".formatted(allProfiles, profiles));
        }
        Duration round = Duration.ofMillis(Math.round(1000 * Double.parseDouble(given.getOrDefault("seconds", "0.5"))));
        return new Options(
                profiles,
                round,
                Integer.parseInt(given.getOrDefault("repetitions", "5")),
                round.multipliedBy(2),
                Integer.parseInt(given.getOrDefault("locks", "1000000")),
                Path.of(given.getOrDefault("out", "docs/benchmarks.md")));
    }
}
