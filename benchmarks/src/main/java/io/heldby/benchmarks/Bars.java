package io.heldby.benchmarks;

import static io.heldby.benchmarks.JdbcLockers.HELDBY;
import static io.heldby.benchmarks.JdbcLockers.HELDBY_LOGGED;
import static io.heldby.benchmarks.JdbcLockers.SHED_LOCK;
import static io.heldby.benchmarks.JdbcLockers.SPRING_INTEGRATION;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Heldby is to reach, at every number of threads: what counts is where it does worst. */
final class Bars {

    private Bars() {}

    static List<Bar> ofPairs(RaceResult pairs, boolean fsync) {
        return List.of(
                bar("pair-floor", "event log off, to the floor", fsync ? 0.95 : 0.75, pairs, HELDBY, JdbcFloor.NAME),
                bar("pair-shedlock", "event log off, to ShedLock", 1.4, pairs, HELDBY, SHED_LOCK),
                bar("pair-si", "event log off, to Spring Integration", 1.9, pairs, HELDBY, SPRING_INTEGRATION),
                bar(
                        "pair-logged-floor",
                        "event log on, to the floor",
                        fsync ? 0.8 : 0.5,
                        pairs,
                        HELDBY_LOGGED,
                        JdbcFloor.NAME),
                bar("pair-logged-shedlock", "event log on, to ShedLock", 1.0, pairs, HELDBY_LOGGED, SHED_LOCK));
    }

    static List<Bar> ofRefusals(RaceResult refusals) {
        return List.of(Bar.atLeast(
                "refusal",
                "refused acquire that names the holder, to the floor's failing INSERT",
                1.2,
                refusals.worstRatio(HELDBY_LOGGED, JdbcFloor.NAME)));
    }

    /** As a cost and not as a speed: how many times as long. */
    static Bar ofSaves(RaceResult saves, boolean fsync) {
        return Bar.atMost(
                "guarded-save",
                "guarded save, event log off, to the plain versioned UPDATE",
                fsync ? 1.3 : 2.2,
                1 / saves.worstRatio(SaveRace.GUARDED, SaveRace.PLAIN),
                " ×");
    }

    static List<Bar> onMariaDb(RaceResult pairs, RaceResult refusals) {
        return List.of(
                bar("pair-floor", "event log off, to the floor", 0.75, pairs, HELDBY, JdbcFloor.NAME),
                bar("pair-shedlock", "event log off, to ShedLock", 1.4, pairs, HELDBY, SHED_LOCK),
                bar("pair-si", "event log off, to Spring Integration", 1.4, pairs, HELDBY, SPRING_INTEGRATION),
                ofRefusals(refusals).get(0));
    }

    static List<Bar> onRedis(RaceResult pairs) {
        return List.of(
                bar("pair-floor", "to SET NX and a script", 0.65, pairs, RedisLockers.HELDBY, RedisFloor.NAME),
                bar("pair-redisson", "to Redisson", 1.0, pairs, RedisLockers.HELDBY, RedisLockers.REDISSON));
    }

    /** By the clock, and the slower of maps and records. */
    static List<Bar> ofMerges(RaceResult fields, RaceResult texts) {
        double slowest = Math.min(median(fields, MergeRaces.MAPS), median(fields, MergeRaces.RECORDS));
        return List.of(
                Bar.atMost("merge-fields", "three-way merge of 30 fields", 5, 1e6 / slowest, " µs"),
                Bar.atMost(
                        "merge-text",
                        "three-way merge of a text of 100 kB with 50 edits",
                        20,
                        1e3 / median(texts, MergeRaces.TEXT),
                        " ms"));
    }

    /** What a commit costs: how many times as long as the floor takes, and how many times as long others take. */
    static List<Bar> ofCommits(RaceResult commits, int rows) {
        String what = "commit of %,d changed %s".formatted(rows, rows == 1 ? "row" : "rows");
        List<Bar> bars = new ArrayList<>();
        bars.add(Bar.atMost(
                "commit-" + rows,
                what + ", change log off, to the floor",
                1.6,
                1 / commits.worstRatio(HeldbySaver.NAME, JdbcSavers.FLOOR),
                " ×"));
        if (rows == 1000) {
            for (String peer : List.of(SpringDataSaver.NAME, HibernateSavers.MERGE)) {
                bars.add(Bar.atLeast(
                        "commit-peers", what + ", ahead of " + peer, 6, commits.worstRatio(HeldbySaver.NAME, peer)));
            }
        }
        return bars;
    }

    /** What Heldby adds to Hibernate: in time where nothing was asked of it, and in statements where all is locked. */
    static List<Bar> ofFlushes(RaceResult flushes, Map<String, Integer> statements, int rows) {
        String what = "flush of %,d changed %s".formatted(rows, rows == 1 ? "entity" : "entities");
        return List.of(
                Bar.atMost(
                        "flush-" + rows,
                        what + " without a policy, to Hibernate alone",
                        1.05,
                        1 / flushes.worstRatio(FlushSavers.UNASKED, FlushSavers.ALONE),
                        " ×"),
                Bar.atMost(
                        "flush-statements-" + rows,
                        what + ", all locked: more statements than Hibernate alone",
                        2,
                        count(statements, FlushSavers.LOCKED) - count(statements, FlushSavers.ALONE),
                        ""));
    }

    private static int count(Map<String, Integer> statements, String saver) {
        Integer count = statements.get(saver);
        if (count == null) {
            throw new IllegalArgumentException("nobody counted the statements of " + saver);
        }
        return count;
    }

    private static double median(RaceResult race, String contestant) {
        return race.of(contestant, 1).median();
    }

    private static Bar bar(String id, String what, double wanted, RaceResult pairs, String who, String toWhom) {
        return Bar.atLeast(id, "acquire and release, " + what, wanted, pairs.worstRatio(who, toWhom));
    }
}
