package io.heldby.jdbc.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcEventStore;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.lock.EventQuery;
import io.heldby.lock.LockEvent;
import io.heldby.lock.LockEvent.Kind;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those who have a record open are told of a save. */
abstract class SavedEventsContract {

    private TestDatabase database;
    private Connection connection;
    private JdbcEventStore events;
    private String tenant = "";
    private final SavedEvents saves = new SavedEvents(JdbcSettings.defaults(), () -> tenant);

    abstract TestDatabase newDatabase();

    @BeforeEach
    void start() throws SQLException {
        database = newDatabase();
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        connection = database.openConnection();
        events = new JdbcEventStore(database.dataSource(), JdbcSettings.defaults(), null);
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void aSaveSaysOfWhatByWhomAndWhichVersionItMade() throws SQLException {
        saves.append(connection, List.of(Saved.of("policy", "12345", 8, "bob", "Bob Smith")));

        assertThat(told()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Kind.SAVED);
            assertThat(event.kind().news()).isEqualTo("resource.saved");
            assertThat(event.key()).hasValueSatisfying(key -> assertThat(key).hasToString("policy 12345"));
            assertThat(event.user()).isEqualTo("bob");
            assertThat(event.displayName()).isEqualTo("Bob Smith");
            assertThat(event.version()).isEqualTo(8);
            assertThat(event.lockId()).isNull();
            assertThat(event.by()).isNull();
            assertThat(event.at()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        });
    }

    @Test
    void whoeverWasOverwrittenIsToldByWhom() throws SQLException {
        saves.append(
                connection, List.of(new Saved("policy", "12345", 9, null, "Bob", List.of("Leia", "Luke", "Leia"))));

        assertThat(told())
                .extracting(LockEvent::kind, LockEvent::displayName, LockEvent::by, LockEvent::version)
                .containsExactly(
                        tuple(Kind.SAVED, "Bob", null, 9L),
                        tuple(Kind.OVERWRITTEN, "Leia", "Bob", 9L),
                        tuple(Kind.OVERWRITTEN, "Luke", "Bob", 9L));
    }

    @Test
    void aSaveThatIsRolledBackIsNeverTold() throws SQLException {
        connection.setAutoCommit(false);
        saves.append(connection, List.of(Saved.of("policy", "1", 1, null, "Bob")));
        assertThat(told()).isEmpty();
        connection.rollback();
        saves.append(connection, List.of(Saved.of("policy", "2", 1, null, "Bob")));
        connection.commit();

        assertThat(told()).extracting(LockEvent::id).containsExactly("2");
    }

    @Test
    void tenantsNeverMeet() throws SQLException {
        tenant = "alderaan";
        saves.append(connection, List.of(Saved.of("policy", "1", 1, null, "Leia")));
        tenant = "tatooine";
        saves.append(connection, List.of(Saved.of("policy", "1", 2, null, "Luke")));

        assertThat(told()).extracting(LockEvent::tenant).containsExactly("alderaan", "tatooine");
        assertThat(events.find(EventQuery.all("tatooine").of("policy", "1")).events())
                .extracting(LockEvent::version)
                .containsExactly(2L);
    }

    @Test
    void manySavesAreToldInTheirOrderAndReadersAreWokenOnce() throws SQLException {
        int[] woken = {0};
        SavedEvents waking = new SavedEvents(JdbcSettings.defaults(), () -> tenant, () -> woken[0]++);
        waking.append(connection, List.of());
        assertThat(woken[0]).isZero();

        waking.append(
                connection,
                LongStream.range(0, 300)
                        .mapToObj(version -> Saved.of("policy", "1", version, null, "import"))
                        .toList());

        assertThat(woken[0]).isEqualTo(1);
        assertThat(told())
                .extracting(LockEvent::version)
                .containsExactlyElementsOf(LongStream.range(0, 300).boxed().toList());
    }

    @Test
    void withoutTheEventLogNothingIsTold() throws SQLException {
        int[] woken = {0};
        new SavedEvents(JdbcSettings.defaults().withEventLog(false), () -> tenant, () -> woken[0]++)
                .append(connection, List.of(Saved.of("policy", "1", 1, null, "Bob")));

        assertThat(told()).isEmpty();
        assertThat(woken[0]).isZero();
    }

    @Test
    void whatIsToldChecksItself() {
        assertThatThrownBy(() -> Saved.of("policy", "a\tb", 1, null, "Bob"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id must not contain control characters");
        assertThatThrownBy(() -> Saved.of("policy", "1", -1, null, "Bob")).hasMessageContaining("version must be 0");
        assertThatThrownBy(() -> Saved.of("policy", "1", 1, "", "Bob")).hasMessageContaining("user must have");
        assertThatThrownBy(() -> Saved.of("policy", "1", 1, null, "x".repeat(256)))
                .hasMessageContaining("by must have 1 to 255");
        assertThatThrownBy(() -> new Saved("policy", "1", 1, null, "Bob", List.of(" ")))
                .hasMessageContaining("overwritten must have");
    }

    private List<LockEvent> told() {
        int unused = events.sequence(1_000);
        return events.after(0, 1_000);
    }
}
