package io.heldby.benchmarks;

import io.heldby.testkit.EmbeddedRedisServer;
import java.util.ArrayList;
import java.util.List;

/** Redis, alone and in memory. */
record RedisProfile() implements Profile {

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Chapter measure(Options options) throws Exception {
        List<AutoCloseable> opened = new ArrayList<>();
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start();
                Rounds rounds = new Rounds(options)) {
            List<Locker> lockers = RedisLockers.on(server.url(), opened);
            RaceResult pairs = rounds.run(LockRaces.pairs(lockers), LockRaces.THREADS);
            RaceResult refusals = rounds.run(LockRaces.refusals(lockers), LockRaces.THREADS);
            String version = server.ask("INFO server")
                    .lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .findFirst()
                    .orElse("redis_version:unknown")
                    .replace("redis_version:", "Redis ");
            for (AutoCloseable one : opened) {
                one.close();
            }
            return new Chapter(
                    name(),
                    version
                            + ", nothing written to disk; one connection for all threads, except for Redisson's own pool",
                    List.of(pairs, refusals),
                    List.of(),
                    List.of(),
                    Bars.onRedis(pairs));
        }
    }
}
