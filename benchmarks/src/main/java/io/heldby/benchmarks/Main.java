package io.heldby.benchmarks;

import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Measures all profiles, or those that were asked for, and writes the report. */
public final class Main {

    private static final List<Profile> PROFILES = List.of(
            new PostgresProfile(false),
            new PostgresProfile(true),
            new MariaDbProfile(),
            new RedisProfile(),
            new MergeProfile(),
            new CommitProfile(),
            new HibernateProfile());

    private Main() {}

    /**
     * Runs and ends by itself.
     *
     * @param arguments see {@link Options}
     */
    public static void main(String[] arguments) throws Exception {
        List<String> names = PROFILES.stream().map(Profile::name).toList();
        Options options = Options.parse(List.of(arguments), names);
        List<Chapter> chapters = new ArrayList<>();
        for (Profile profile : PROFILES) {
            if (options.profiles().contains(profile.name())) {
                Progress.say("profile %s".formatted(profile.name()));
                chapters.add(profile.measure(options));
            }
        }
        Report report = new Report(LocalDate.now(ZoneOffset.UTC), Machine.here(), options, chapters);
        Files.writeString(options.out(), report.markdown());
        Progress.say("wrote %s".formatted(options.out()));
        System.exit(0);
    }
}
