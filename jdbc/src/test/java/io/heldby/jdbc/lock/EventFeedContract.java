package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.heldby.lock.EventFeed;
import io.heldby.lock.EventSettings;
import io.heldby.lock.EventStore;
import io.heldby.lock.LockEvent;
import io.heldby.lock.LockEvent.Kind;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.Racers;
import io.heldby.testkit.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told what, in which order, on how many nodes, whatever the transactions do that write it. */
abstract class EventFeedContract {

    private static final int WRITERS = 8;

    /** Set {@code -Dheldby.events=100000} for a long run. */
    private static final int EVENTS = Integer.getInteger("heldby.events", 2_000);

    private static final Duration SOON = Duration.ofSeconds(10);

    /** Eight writers on a small machine are faster than three readers beside them. */
    private static final Duration CAUGHT_UP = SOON.plusMillis(EVENTS);

    private static final EventSettings USUAL = EventSettings.defaults();

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestDatabase database;

    abstract TestDatabase newDatabase();

    @BeforeEach
    void start() {
        database = newDatabase();
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
    }

    TestDatabase database() {
        return database;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        database.close();
    }

    /** An application on this database, and what its listener was told. */
    final class Node {
        final LockManager locks = opened(new LockManager(
                new JdbcLockStore(database.dataSource(), JdbcSettings.defaults()), LockPolicies.defaults()));
        final EventStore events;
        final EventFeed feed;
        final List<LockEvent> told = new CopyOnWriteArrayList<>();

        Node(EventSettings settings) {
            this(settings, database.dataSource());
        }

        Node(EventSettings settings, DataSource eventsFrom) {
            events = new JdbcEventStore(eventsFrom, JdbcSettings.defaults(), eventsFrom);
            feed = opened(new EventFeed(locks, events, settings));
            feed.subscribe(told::add);
            assertThat(feed.position()).isNotNegative();
        }

        void isTold(String... ids) {
            await().atMost(SOON).until(() -> told.size() >= ids.length);
            assertThat(told).extracting(LockEvent::id).containsExactly(ids);
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(0, one);
        return one;
    }

    @Test
    void everyNodeIsToldWhatHappensOnAnyOfThem() {
        Node here = new Node(USUAL);
        Node there = new Node(USUAL);

        here.locks.release(here.locks.acquireOrThrow(request("1")));
        there.isTold("1", "1");
        there.locks.acquireOrThrow(request("2"));

        here.isTold("1", "1", "2");
        there.isTold("1", "1", "2");
        assertThat(there.told).extracting(LockEvent::kind).containsExactly(Kind.ACQUIRED, Kind.RELEASED, Kind.ACQUIRED);
    }

    /** Its own changes wake a node; it need not look every so often. */
    @Test
    void aNodeIsToldOfItsOwnChangesAtOnce() {
        Node here = new Node(USUAL.withEvery(Duration.ofMinutes(1)));

        here.locks.acquireOrThrow(request("1"));

        here.isTold("1");
    }

    @Test
    void whatHappenedBeforeIsNotToldAgain() {
        Node first = new Node(USUAL);
        first.locks.acquireOrThrow(request("1"));
        first.isTold("1");
        Node second = new Node(USUAL);

        first.locks.acquireOrThrow(request("2"));

        second.isTold("2");
    }

    @Test
    void whoAsksForTheSameRecordAgainAndAgainIsOneDenial() {
        Node here = new Node(USUAL);
        here.locks.acquireOrThrow(request("1"));
        Owner bob = Owner.of("bob", "tab").named("Bob Smith");
        for (int i = 0; i < 20; i++) {
            here.locks.acquire(LockRequest.of(LockKey.of("line", "1"), bob));
        }
        here.isTold("1", "1");

        assertThat(here.told.get(1))
                .returns(Kind.DENIED, LockEvent::kind)
                .returns("Bob Smith", LockEvent::displayName)
                .returns("Alice", LockEvent::by);
        here.locks.acquireOrThrow(request("2"));
        here.isTold("1", "1", "2");
    }

    @Test
    void whatIsTooOldIsForgottenAndNamesBeforeThat() throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            for (String id : List.of("91", "31", "1")) {
                EventStoreContract.insert(connection, id);
                statement.execute(
                        "UPDATE heldby_event SET at = at - INTERVAL '%s' DAY WHERE id = '%s'".formatted(id, id));
            }
        }
        Node here = new Node(USUAL.withNamesKept(Duration.ofDays(30)));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(here.events.after(0, 10))
                        .extracting(LockEvent::id, LockEvent::displayName)
                        .containsExactly(tuple("31", null), tuple("1", "Alice")));
    }

    @Test
    void aListenerThatFailsHoldsUpNobody() {
        Node here = new Node(USUAL);
        List<String> others = new CopyOnWriteArrayList<>();
        here.feed.subscribe(event -> {
            throw new IllegalStateException("cannot take " + event.id());
        });
        here.feed.subscribe(event -> others.add(event.id()));

        here.locks.acquireOrThrow(request("1"));
        here.locks.acquireOrThrow(request("2"));

        here.isTold("1", "2");
        await().atMost(SOON).untilAsserted(() -> assertThat(others).containsExactly("1", "2"));
    }

    @Test
    void whileTheDatabaseCannotBeReachedTheFeedWaitsAndThenSkipsNothing() {
        AtomicBoolean cut = new AtomicBoolean();
        Node here = new Node(USUAL, cuttable(cut));
        here.locks.acquireOrThrow(request("1"));
        here.isTold("1");

        cut.set(true);
        here.locks.acquireOrThrow(request("2"));
        here.locks.acquireOrThrow(request("3"));
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertThat(here.told).hasSize(1);
        cut.set(false);

        here.isTold("1", "2", "3");
    }

    /** Race 37. */
    @Test
    void noReaderSkipsOrRepeatsAnEventWhateverItsWriterDoesWhileOneTransactionStaysOpen() throws SQLException {
        Node first = new Node(USUAL);
        Node second = new Node(USUAL);
        Node third = new Node(USUAL);
        Set<String> committed = ConcurrentHashMap.newKeySet();
        try (Connection open = database.openConnection();
                Racers writers = new Racers(WRITERS)) {
            open.setAutoCommit(false);
            EventStoreContract.insert(open, "open");

            writers.race(writer -> write(writer, committed));

            for (Node node : List.of(first, second, third)) {
                await().atMost(CAUGHT_UP).until(() -> node.told.size() >= committed.size());
                assertThat(ids(node)).hasSize(committed.size()).isEqualTo(committed);
            }
            open.commit();
            committed.add("open");
            for (Node node : List.of(first, second, third)) {
                await().atMost(SOON).until(() -> node.told.size() >= committed.size());
                assertThat(node.told).hasSize(committed.size());
                assertThat(ids(node)).isEqualTo(committed);
                assertThat(node.told)
                        .isSortedAccordingTo(Comparator.comparingLong(LockEvent::position))
                        .isEqualTo(first.told);
            }
        }
    }

    private static Set<String> ids(Node node) {
        Set<String> ids = new HashSet<>();
        node.told.forEach(event -> ids.add(event.id()));
        return ids;
    }

    /** One in ten is rolled back, and one in a hundred hangs before its end. */
    private int write(int writer, Set<String> committed) throws SQLException {
        Random random = new Random(writer);
        try (Connection connection = database.openConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < EVENTS / WRITERS; i++) {
                String id = writer + "-" + i;
                EventStoreContract.insert(connection, id);
                if (random.nextInt(100) == 0) {
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(300)).toNanos());
                }
                if (random.nextInt(10) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    committed.add(id);
                }
            }
        }
        return EVENTS / WRITERS;
    }

    /** The database's own, while it is not cut. */
    private DataSource cuttable(AtomicBoolean cut) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (cut.get()) {
                        throw new SQLException("cut off");
                    }
                    return method.invoke(database.dataSource(), arguments);
                });
    }

    private static LockRequest request(String id) {
        return LockRequest.of(LockKey.of("line", id), Owner.of("alice", "tab").named("Alice"));
    }
}
