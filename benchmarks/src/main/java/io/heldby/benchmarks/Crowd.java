package io.heldby.benchmarks;

import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.Owner;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** How much a million held locks cost those who acquire, list and sign out; on PostgreSQL. */
final class Crowd {

    static final String EMPTY = "Heldby, empty table";
    static final String CROWDED = "Heldby, crowded table";
    private static final List<Integer> THREADS = List.of(1, 4, 16);
    private static final int CALLS = 20;

    private final DataSource dataSource;
    private final Options options;
    private final List<RaceResult> races = new ArrayList<>();
    private final List<Chapter.Figure> figures = new ArrayList<>();
    private final List<Bar> bars = new ArrayList<>();

    Crowd(DataSource dataSource, Options options) {
        this.dataSource = dataSource;
        this.options = options;
    }

    List<RaceResult> races() {
        return races;
    }

    List<Chapter.Figure> figures() {
        return figures;
    }

    List<Bar> bars() {
        return bars;
    }

    void measure(Rounds rounds) throws SQLException {
        Progress.say("filling a table with %,d held locks".formatted(options.locks()));
        JdbcSettings crowdedTable =
                JdbcSettings.defaults().withTablePrefix("crowded_").withEventLog(false);
        JdbcSettings emptyTable = crowdedTable.withTablePrefix("empty_");
        LockManager crowded = CrowdedTable.alive(dataSource, crowdedTable, options.locks());
        JdbcSchema.prepare(dataSource, emptyTable, InitializeSchema.ALWAYS);
        acquireAndRelease(rounds, crowded, emptyTable);
        firstPage(crowdedTable);
        signOut(crowded);
        sweep();
    }

    private void acquireAndRelease(Rounds rounds, LockManager crowded, JdbcSettings emptyTable) {
        List<Locker> lockers =
                List.of(JdbcLockers.heldby(EMPTY, dataSource, emptyTable), new HeldbyLocker(CROWDED, crowded));
        RaceResult result = rounds.run(
                new Race(
                        "Acquire and release next to %,d held locks".formatted(options.locks()),
                        LockRaces.pairs(lockers).contestants()),
                THREADS);
        races.add(result);
        bars.add(Bar.atLeast(
                "crowded-acquire",
                "acquire and release next to %,d held locks, relative to the empty table".formatted(options.locks()),
                0.85,
                result.worstRatio(CROWDED, EMPTY)));
    }

    private void firstPage(JdbcSettings crowdedTable) throws SQLException {
        ExplainedDataSource explained = new ExplainedDataSource(dataSource);
        LockManager locks = JdbcLockers.heldby("crowded", explained.dataSource(), crowdedTable)
                .locks();
        LockQuery query = LockQuery.all("");
        Samples millis = Timed.millis(CALLS, () -> {
            LockPage page = locks.find(query);
            if (page.locks().isEmpty()) {
                throw new IllegalStateException("the first page is empty");
            }
        });
        double inDatabase = explained.executionMillis();
        figures.add(new Chapter.Figure(
                "first page of %d of %,d locks, from call to answer".formatted(query.limit(), options.locks()),
                "%.2f ms".formatted(millis.median())));
        figures.add(
                new Chapter.Figure("the same inside the database (EXPLAIN ANALYZE)", "%.2f ms".formatted(inDatabase)));
        bars.add(Bar.atMost(
                "first-page",
                "first page of %,d locks, inside the database".formatted(options.locks()),
                5,
                inDatabase,
                " ms"));
        Progress.say("  first page %.2f ms, inside the database %.2f ms".formatted(millis.median(), inDatabase));
    }

    private void signOut(LockManager crowded) {
        int[] next = {0};
        Samples millis = Timed.millis(CALLS, () -> {
            int n = ++next[0];
            int released = crowded.releaseAll("", Owner.of("user-" + n, "session-" + n), "signed out");
            if (released == 0) {
                throw new IllegalStateException("session " + n + " had no locks");
            }
        });
        figures.add(new Chapter.Figure(
                "sign-out: all locks of one session among %,d".formatted(options.locks()),
                "%.2f ms".formatted(millis.median())));
        Progress.say("  sign-out %.2f ms".formatted(millis.median()));
    }

    private void sweep() throws SQLException {
        Progress.say("filling a table with %,d dead locks".formatted(options.locks()));
        JdbcSettings deadTable = JdbcSettings.defaults().withTablePrefix("dead_");
        LockManager dead = CrowdedTable.dead(dataSource, deadTable, options.locks());
        SweepUnderLoad.Result result = new SweepUnderLoad(dead).measure(options.round());
        figures.add(new Chapter.Figure(
                "sweep of %,d dead locks".formatted(options.locks()), "%.1f s".formatted(result.seconds())));
        figures.add(new Chapter.Figure(
                "acquire meanwhile, p99",
                "%.2f ms (before the sweep %.2f ms)".formatted(result.p99During(), result.p99Before())));
        bars.add(Bar.atMost(
                "sweep-time", "sweep of %,d expired locks".formatted(options.locks()), 15, result.seconds(), " s"));
        bars.add(Bar.atMost(
                "sweep-acquire",
                "p99 of an acquire during the sweep, relative to before",
                2,
                result.p99During() / result.p99Before(),
                ""));
        Progress.say("  sweep %.1f s, acquire p99 %.2f ms, before %.2f ms"
                .formatted(result.seconds(), result.p99During(), result.p99Before()));
    }
}
