package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heldby.jdbc.changelog.Change;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.ChangePage;
import io.heldby.jdbc.changelog.ChangeQuery;
import io.heldby.jdbc.changelog.Overwriting;
import io.heldby.jdbc.changelog.Saved;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.lock.EventQuery;
import io.heldby.lock.LockEvent;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ChangeRecord;
import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.FieldChange;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the examples of docs/change-log.md, which has the code between the tags. */
class ChangeLogGuideTest {

    private TestDatabase database;
    private Heldby heldby;
    private ChangeLog changeLog;
    private SavedEvents savedEvents;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.h2();
        heldby = Heldby.builder(database.dataSource())
                .initializeSchema(InitializeSchema.ALWAYS)
                .build();
        changeLog = heldby.changeLog();
        savedEvents = heldby.savedEvents();
        connection = database.openConnection();
        write(connection);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        heldby.close();
        database.close();
    }

    private void write(Connection connection) throws SQLException {
        // tag::write[]
        changeLog.write(
                connection,
                List.of(new Change(
                        "policy",
                        "12345",
                        8,
                        Action.CHANGED,
                        7L,
                        "Leia Organa",
                        null,
                        List.of(
                                FieldChange.of("premium", new BigDecimal("85.00"), new BigDecimal("99.00")),
                                FieldChange.masked("iban")))));
        // end::write[]
    }

    @Test
    void whoChangedWhatIsKnown() throws SQLException {
        // tag::history[]
        List<ChangeRecord> since = changeLog.since(connection, "policy", "12345", 7);
        ChangePage newest = changeLog.history(
                connection, ChangeQuery.of("policy", "12345").by("Leia Organa").limit(20));
        // end::history[]
        assertThat(since).hasSize(1).isEqualTo(newest.changes());
    }

    @Test
    void theBaseOfAMergeIsKnown() throws SQLException {
        Map<String, Object> current = Map.of("premium", new BigDecimal("99.00"), "iban", "DE2", "holder", "Luke");
        // tag::base[]
        Optional<Map<String, @Nullable Object>> base = changeLog.valuesAt(connection, "policy", "12345", 7, 8, current);
        // end::base[]
        assertThat(base).contains(Map.of("premium", new BigDecimal("85.00"), "holder", "Luke"));
    }

    @Test
    void whatWasOverwrittenCanBePutBack() throws SQLException {
        changeLog.write(
                connection,
                List.of(new Change(
                        "policy",
                        "12345",
                        9,
                        Action.FORCED,
                        7L,
                        "Bob Smith",
                        null,
                        List.of(FieldChange.of("premium", new BigDecimal("99.00"), new BigDecimal("70.00"))))));
        Instant lastLook = Instant.EPOCH;
        // tag::overwritten[]
        List<ChangeRecord> overwrittenByOthers = changeLog.overwritten(connection, "Leia Organa", lastLook);
        Overwriting overwriting =
                changeLog.overwriting(connection, "policy", "12345", 9).orElseThrow();
        String told = overwriting.removed().stream()
                .map(lost -> "%s replaced the %s of %s (%s) by %s"
                        .formatted(overwriting.forced().by(), lost.field(), lost.by(), lost.value(), lost.replacedBy()))
                .collect(Collectors.joining("\n"));
        // end::overwritten[]
        assertThat(overwrittenByOthers).containsExactly(overwriting.forced());
        assertThat(told).isEqualTo("Bob Smith replaced the premium of Leia Organa (99.00) by 70.00");
    }

    @Test
    void thatARecordWasSavedIsTold() throws SQLException {
        // tag::saved[]
        savedEvents.append(
                connection,
                List.of(
                        Saved.of("policy", "12345", 8, "leia", "Leia Organa"),
                        new Saved("policy", "12346", 4, "bob", "Bob Smith", List.of("Luke Skywalker"))));
        // end::saved[]
        await().until(() -> heldby.events().newest() == 3);
        assertThat(heldby.events().find(EventQuery.all("")).events())
                .extracting(LockEvent::displayName)
                .containsExactly("Luke Skywalker", "Bob Smith", "Leia Organa");
    }

    @Test
    void aRecordIsForgotten() throws SQLException {
        // tag::erase[]
        int writes = changeLog.erase(connection, "policy", "12345");
        // end::erase[]
        assertThat(writes).isEqualTo(1);
    }
}
