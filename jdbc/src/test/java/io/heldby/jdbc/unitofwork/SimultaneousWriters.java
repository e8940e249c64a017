package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that do the same at the same moment, each in a transaction of its own. */
record SimultaneousWriters(TestDatabase database, int isolation, int count, ExecutorService threads)
        implements AutoCloseable {

    SimultaneousWriters(TestDatabase database, int isolation, int count) {
        this(database, isolation, count, Executors.newFixedThreadPool(count));
    }

    Round race(Write write) {
        CyclicBarrier start = new CyclicBarrier(count);
        List<Future<Object>> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "writer " + i;
            outcomes.add(threads.submit(() -> outcome(start, write, name)));
        }
        Round round = new Round(new ArrayList<>(), new ArrayList<>());
        outcomes.forEach(outcome -> round.add(of(outcome)));
        return round;
    }

    /** The writer's name when it committed, else its conflict. */
    private Object outcome(CyclicBarrier start, Write write, String name) throws Exception {
        try {
            OwnTransaction.run(database.dataSource(), isolation, connection -> {
                await(start);
                return write.run(connection, name);
            });
            return name;
        } catch (ConflictException conflict) {
            return conflict.conflicts().get(0);
        }
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("not all writers got a connection", e);
        }
    }

    private static Object of(Future<Object> outcome) {
        try {
            return outcome.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError("a writer neither committed nor met a conflict", failed.getCause());
        } catch (Exception e) {
            throw new AssertionError("a writer hangs", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    interface Write {
        Object run(Connection connection, String name) throws SQLException;
    }

    record Round(List<String> committed, List<Conflict> refused) {

        private void add(Object outcome) {
            if (outcome instanceof Conflict conflict) {
                refused.add(conflict);
            } else {
                committed.add((String) outcome);
            }
        }
    }
}
