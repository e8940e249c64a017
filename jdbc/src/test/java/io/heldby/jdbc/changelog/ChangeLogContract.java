package io.heldby.jdbc.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.heldby.jdbc.JdbcTransactions;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ChangeRecord;
import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.FieldChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of writes, what can be told from it, and what is forgotten. */
abstract class ChangeLogContract {

    private TestDatabase database;
    private Connection connection;
    private String tenant = "";
    private final ChangeLog log = new ChangeLog(JdbcSettings.defaults(), () -> tenant);

    abstract TestDatabase newDatabase();

    @BeforeEach
    void start() throws SQLException {
        database = newDatabase();
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        connection = database.openConnection();
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void aWriteIsKeptWithWhoWhenAndEachFieldInItsOrder() throws SQLException {
        List<FieldChange> fields = List.of(
                FieldChange.of("zip", null, "10115"),
                FieldChange.of("city", "Bonn", "Berlin"),
                FieldChange.of("agent", 7L, null));
        write(new Change("customer", "42", 3, Action.CHANGED, 2L, "Leia Organa", "save-1", fields));

        ChangeRecord kept = log.find(connection, "customer", "42", 3).orElseThrow();

        assertThat(kept.at()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(kept)
                .isEqualTo(new ChangeRecord(
                        "customer", "42", 3, Action.CHANGED, 2L, "Leia Organa", kept.at(), "save-1", fields));
    }

    @Test
    void aCreationIsBasedOnNothingAndAWriteMayChangeNoField() throws SQLException {
        write(new Change("customer", "42", 0, Action.CREATED, null, "Leia", null, List.of()));

        assertThat(log.find(connection, "customer", "42", 0)).hasValueSatisfying(kept -> {
            assertThat(kept.basedOn()).isNull();
            assertThat(kept.saveId()).isNull();
            assertThat(kept.fields()).isEmpty();
        });
        assertThat(log.find(connection, "customer", "42", 1)).isEmpty();
    }

    @Test
    void ofAMaskedFieldNothingIsKeptButThatItChanged() throws SQLException {
        FieldChange leak = new FieldChange("iban", "DE1", "DE2", true);
        write(change(1, "Leia", leak));

        assertThat(log.find(connection, "customer", "42", 1).orElseThrow().fields())
                .containsExactly(FieldChange.masked("iban"));
        assertThat(countOf("heldby_change_field WHERE old_value IS NOT NULL OR new_value IS NOT NULL"))
                .isZero();
    }

    @Test
    void whatWasLoggedSinceAVersionComesInTheOrderOfTheVersions() throws SQLException {
        write(change(2, "Luke", city("B", "C")), change(1, "Leia", city("A", "B")));
        write(change(3, "Han", city("C", "D")));

        assertThat(log.since(connection, "customer", "42", 1))
                .extracting(ChangeRecord::version, ChangeRecord::by)
                .containsExactly(tuple(2L, "Luke"), tuple(3L, "Han"));
        assertThat(log.since(connection, "customer", "42", 3)).isEmpty();
        assertThat(log.since(connection, "customer", "4", 0)).isEmpty();
    }

    @Test
    void theLastVersionIsTheGreatestAlsoOfADeletion() throws SQLException {
        assertThat(log.lastVersion(connection, "customer", "42")).isEmpty();
        write(change(9, "Leia", city("A", "B")));
        write(new Change("customer", "42", 10, Action.DELETED, 9L, "Han", null, List.of(city("B", null))));
        assertThat(log.lastVersion(connection, "customer", "42")).hasValue(10);
    }

    @Test
    void aWriterThatIsRolledBackLeavesNothing() throws SQLException {
        connection.setAutoCommit(false);
        write(change(1, "Leia", city("A", "B")));
        try (Connection other = database.openConnection()) {
            assertThat(log.since(other, "customer", "42", 0)).isEmpty();
        }
        connection.rollback();

        assertThat(countOf("heldby_change")).isZero();
        assertThat(countOf("heldby_change_field")).isZero();
    }

    @Test
    void noVersionIsLoggedTwice() throws SQLException {
        write(change(1, "Leia", city("A", "B")));

        assertThatThrownBy(() -> write(change(1, "Luke", city("A", "C")))).isInstanceOf(SQLException.class);
    }

    @Test
    void tenantsNeverMeet() throws SQLException {
        tenant = "alderaan";
        write(change(1, "Leia", city("A", "B")), forced(3, 1, "Han", city("B", "C")));
        write(change(2, "Leia", city("B", "B2")));
        tenant = "tatooine";
        write(change(1, "Luke", city("X", "Y")));

        assertThat(log.since(connection, "customer", "42", 0))
                .extracting(ChangeRecord::by)
                .containsExactly("Luke");
        assertThat(log.lastVersion(connection, "customer", "42")).hasValue(1);
        assertThat(log.find(connection, "customer", "42", 3)).isEmpty();
        assertThat(log.history(connection, ChangeQuery.all()).changes()).hasSize(1);
        assertThat(log.overwritten(connection, "Leia", Instant.EPOCH)).isEmpty();
        assertThat(log.overwriting(connection, "customer", "42", 3)).isEmpty();
        assertThat(log.erase(connection, "customer", "42")).isEqualTo(1);
        tenant = "alderaan";
        assertThat(log.since(connection, "customer", "42", 0)).hasSize(3);
        assertThat(log.overwritten(connection, "Leia", Instant.EPOCH)).hasSize(1);
    }

    @Test
    void namesAreComparedByteForByte() throws SQLException {
        write(change(1, "wong", city("A", "B")));
        write(new Change("customer", "Wong", 1, Action.CREATED, null, "Wong", null, List.of()));
        write(new Change("customer", "wong", 1, Action.CREATED, null, "wong ", null, List.of()));

        assertThat(log.since(connection, "customer", "Wong", 0)).hasSize(1);
        assertThat(log.history(connection, ChangeQuery.all().by("wong")).changes())
                .extracting(ChangeRecord::id)
                .containsExactly("42");
    }

    @Test
    void theValuesOfAnEarlierVersionAreTheCurrentOnesWithAllUndoneThatCameBetween() throws SQLException {
        write(change(1, "Leia", city("A", "B"), FieldChange.of("zip", 1, 2)));
        write(change(2, "Luke", city("B", "C")));
        write(change(3, "Han", city("C", "D"), FieldChange.of("note", null, "x")));
        write(change(4, "Han", city("D", "E")));

        Map<String, Object> current = values("city", "D", "zip", 2, "note", "x", "name", "Lando");
        assertThat(log.valuesAt(connection, "customer", "42", 0, 3, current))
                .contains(values("city", "A", "zip", 1, "note", null, "name", "Lando"));
        assertThat(log.valuesAt(connection, "customer", "42", 2, 3, current))
                .contains(values("city", "C", "zip", 2, "note", null, "name", "Lando"));
        assertThat(log.valuesAt(connection, "customer", "42", 3, 3, current)).contains(current);
    }

    @Test
    void valuesAreNotMadeUpWhereTheLogHasAGap() throws SQLException {
        write(change(1, "Leia", city("A", "B")), change(3, "Han", city("C", "D")));

        Map<String, Object> current = values("city", "D");
        assertThat(log.valuesAt(connection, "customer", "42", 2, 3, current)).contains(values("city", "C"));
        assertThat(log.valuesAt(connection, "customer", "42", 1, 3, current)).isEmpty();
        assertThat(log.valuesAt(connection, "customer", "42", 0, 3, current)).isEmpty();
        assertThat(log.valuesAt(connection, "customer", "42", 3, 4, current)).isEmpty();
        assertThat(log.valuesAt(connection, "customer", "42", 4, 3, current)).isEmpty();
    }

    @Test
    void aFieldThatWasMaskedSinceHasNoKnownEarlierValueButOneThatWasMaskedLaterHas() throws SQLException {
        write(change(1, "Leia", city("A", "B")));
        write(change(2, "Leia", FieldChange.masked("city"), FieldChange.of("zip", 1, 2)));

        Map<String, Object> current = values("city", "C", "zip", 2);
        assertThat(log.valuesAt(connection, "customer", "42", 1, 2, current)).contains(values("zip", 1));
        assertThat(log.valuesAt(connection, "customer", "42", 0, 2, current)).contains(values("city", "A", "zip", 1));
    }

    @Test
    void theLastValuesOfADeletedRecordAreKnownButNotThoseOfOneThatHadTheSameIdBefore() throws SQLException {
        write(change(1, "Leia", city("A", "B"), FieldChange.of("zip", 1, 2)));
        FieldChange zipGone = FieldChange.of("zip", 2, null);
        write(new Change("customer", "42", 2, Action.DELETED, 1L, "Han", null, List.of(city("B", null), zipGone)));
        assertThat(log.valuesAt(connection, "customer", "42", 1, 2, Map.of())).contains(values("city", "B", "zip", 2));
        assertThat(log.valuesAt(connection, "customer", "42", 0, 2, Map.of())).contains(values("city", "A", "zip", 1));

        write(new Change("customer", "42", 3, Action.CREATED, null, "Lando", null, List.of(city(null, "Z"))));
        assertThat(log.valuesAt(connection, "customer", "42", 1, 3, values("city", "Z")))
                .isEmpty();
    }

    @Test
    void anOverwritingTellsWhatItRemovedAndWhoHadWrittenIt() throws SQLException {
        write(change(5, "Luke", city("A", "B"), FieldChange.of("zip", 1, 2), FieldChange.of("note", "", "hi")));
        write(change(6, "Leia", city("B", "C"), FieldChange.masked("iban")));
        write(forced(
                7,
                4,
                "Bob",
                city("C", "D"),
                FieldChange.of("zip", 2, 1),
                FieldChange.masked("iban"),
                FieldChange.of("own", 1, 2)));

        Overwriting overwriting =
                log.overwriting(connection, "customer", "42", 7).orElseThrow();

        assertThat(overwriting.forced().by()).isEqualTo("Bob");
        Instant lukes = log.find(connection, "customer", "42", 5).orElseThrow().at();
        Instant leias = log.find(connection, "customer", "42", 6).orElseThrow().at();
        assertThat(overwriting.removed())
                .containsExactly(
                        new Overwriting.Removed("city", "C", "D", false, "Leia", leias, 6),
                        new Overwriting.Removed("zip", 2, 1, false, "Luke", lukes, 5),
                        new Overwriting.Removed("iban", null, null, true, "Leia", leias, 6));
    }

    @Test
    void whatAnOverwritingRemovedIsNotSaidWhenSomeOfItIsForgotten() throws SQLException {
        write(change(6, "Leia", city("B", "C")), forced(7, 4, "Bob", city("C", "D")), change(8, "Bob"));

        assertThat(log.overwriting(connection, "customer", "42", 7)).isEmpty();
        assertThat(log.overwriting(connection, "customer", "42", 6)).isEmpty();
        assertThat(log.overwriting(connection, "customer", "42", 9)).isEmpty();
    }

    @Test
    void whoeverWasOverwrittenByOthersIsToldOfIt() throws SQLException {
        write(change(1, "Leia"), change(2, "Luke"), forced(3, 1, "Bob"), forced(4, 3, "Han"), forced(6, 2, "Leia"));

        assertThat(log.overwritten(connection, "Luke", Instant.EPOCH))
                .extracting(ChangeRecord::version)
                .containsExactly(3L);
        assertThat(log.overwritten(connection, "Leia", Instant.EPOCH)).isEmpty();
        assertThat(log.overwritten(connection, "Bob", Instant.EPOCH))
                .extracting(ChangeRecord::version)
                .containsExactly(6L);
        assertThat(log.overwritten(connection, "Luke", Instant.now().plusSeconds(600)))
                .isEmpty();
    }

    @Test
    void theHistoryOfARecordComesInPagesFromItsNewestVersion() throws SQLException {
        write(LongStream.rangeClosed(1, 5)
                .mapToObj(version -> change(version, version == 4 ? "Luke" : "Leia", city("A", "B")))
                .toArray(Change[]::new));
        write(new Change("customer", "43", 9, Action.CREATED, null, "Han", null, List.of()));

        ChangeQuery query = ChangeQuery.of("customer", "42").limit(2);
        assertThat(versions(query)).containsExactly(List.of(5L, 4L), List.of(3L, 2L), List.of(1L));
        assertThat(versions(query.by("Leia"))).containsExactly(List.of(5L, 3L), List.of(2L, 1L));
    }

    @Test
    void theHistoryOfAllGoesByTimeAndLosesNothingOfWhatHasTheSame() throws SQLException {
        List<Change> changes = new ArrayList<>();
        for (String entity : List.of("customer", "order")) {
            for (int id = 0; id < 5; id++) {
                changes.add(new Change(entity, "id" + id, 1, Action.CREATED, null, "Leia", null, List.of()));
                changes.add(new Change(entity, "id" + id, 2, Action.CHANGED, 1L, "Luke", null, List.of()));
            }
        }
        write(changes.toArray(Change[]::new));
        run("UPDATE heldby_change SET at = (SELECT at FROM (SELECT MIN(at) AS at FROM heldby_change) AS oldest)");

        assertThat(versions(ChangeQuery.all().limit(3)).stream()
                        .mapToLong(List::size)
                        .sum())
                .isEqualTo(20);
        assertThat(pages(ChangeQuery.all().limit(3)).stream()
                        .flatMap(page -> page.changes().stream())
                        .map(one -> one.entity() + one.id() + one.version()))
                .doesNotHaveDuplicates()
                .hasSize(20);
        assertThat(versions(ChangeQuery.all().ofEntity("order").by("Luke").limit(4)))
                .containsExactly(List.of(2L, 2L, 2L, 2L), List.of(2L));
    }

    @Test
    void theHistoryOfAPeriodBeginsThenAndEndsBeforeThat() throws SQLException {
        write(change(1, "Leia"));
        Instant at = log.find(connection, "customer", "42", 1).orElseThrow().at();

        for (ChangeQuery query : List.of(ChangeQuery.all(), ChangeQuery.of("customer", "42"))) {
            assertThat(versions(query.between(at, null))).containsExactly(List.of(1L));
            assertThat(versions(query.between(at.plusMillis(1), null))).containsExactly(List.of());
            assertThat(versions(query.between(null, at))).containsExactly(List.of());
            assertThat(versions(query.between(null, at.plusMillis(1)))).containsExactly(List.of(1L));
        }
    }

    @Test
    void whatIsTooOldIsForgottenOfAllTenantsTheOldestFirst() throws SQLException {
        for (String one : List.of("alderaan", "tatooine")) {
            tenant = one;
            write(change(1, "Leia", city("A", "B")));
        }
        age();
        write(change(2, "Leia", city("B", "C")));

        assertThat(log.purge(connection, Duration.ofDays(365), 1)).isEqualTo(1);
        assertThat(log.purge(connection, Duration.ofDays(365), 10)).isEqualTo(1);
        assertThat(log.purge(connection, Duration.ofDays(365), 10)).isZero();
        assertThat(countOf("heldby_change")).isEqualTo(1);
        assertThat(countOf("heldby_change_field")).isEqualTo(1);
        assertThat(log.since(connection, "customer", "42", 0))
                .extracting(ChangeRecord::version)
                .containsExactly(2L);
    }

    @Test
    void theUpkeepForgetsAllThatIsTooOldAndNothingElse() throws SQLException {
        write(LongStream.rangeClosed(1, 1_500)
                .mapToObj(version -> change(version, "Leia"))
                .toArray(Change[]::new));
        age();
        write(change(1_501, "Leia", city("A", "B")));

        try (ChangeUpkeep upkeep =
                new ChangeUpkeep(log, new JdbcTransactions(database.dataSource()), Duration.ofDays(365))) {
            upkeep.forget();
        }

        assertThat(log.since(connection, "customer", "42", 0))
                .extracting(ChangeRecord::version)
                .containsExactly(1_501L);
    }

    @Test
    void aRecordCanBeForgottenAndItsNeighboursStay() throws SQLException {
        write(change(1, "Leia", city("A", "B")), change(2, "Leia", city("B", "C")));
        write(new Change("customer", "43", 1, Action.CREATED, null, "Han", null, List.of(city(null, "X"))));

        assertThat(log.erase(connection, "customer", "42")).isEqualTo(2);
        assertThat(log.lastVersion(connection, "customer", "42")).isEmpty();
        assertThat(countOf("heldby_change_field")).isEqualTo(1);
    }

    @Test
    void aThousandChangesCanBeWrittenTogether() throws SQLException {
        Change[] many = LongStream.range(0, 1_000)
                .mapToObj(id -> new Change(
                        "article",
                        "id" + id,
                        id,
                        Action.CREATED,
                        null,
                        "import",
                        null,
                        List.of(FieldChange.of("name", null, "n" + id), FieldChange.of("stock", null, id))))
                .toArray(Change[]::new);
        write(many);

        assertThat(log.find(connection, "article", "id777", 777).orElseThrow().fields())
                .containsExactly(FieldChange.of("name", null, "n777"), FieldChange.of("stock", null, 777L));
        assertThat(countOf("heldby_change_field")).isEqualTo(2_000);
    }

    private void write(Change... changes) throws SQLException {
        log.write(connection, List.of(changes));
    }

    private static Change change(long version, String by, FieldChange... fields) {
        return new Change("customer", "42", version, Action.CHANGED, version - 1, by, null, List.of(fields));
    }

    private static Change forced(long version, long basedOn, String by, FieldChange... fields) {
        return new Change("customer", "42", version, Action.FORCED, basedOn, by, null, List.of(fields));
    }

    private static FieldChange city(@Nullable String before, @Nullable String after) {
        return FieldChange.of("city", before, after);
    }

    private static Map<String, Object> values(@Nullable Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values;
    }

    private List<List<Long>> versions(ChangeQuery query) throws SQLException {
        return pages(query).stream()
                .map(page -> page.changes().stream().map(ChangeRecord::version).toList())
                .toList();
    }

    private List<ChangePage> pages(ChangeQuery query) throws SQLException {
        List<ChangePage> pages = new ArrayList<>();
        String cursor = null;
        do {
            ChangePage page = log.history(connection, query.after(cursor));
            pages.add(page);
            cursor = page.next();
        } while (cursor != null);
        return pages;
    }

    private void age() throws SQLException {
        run("UPDATE heldby_change SET at = at - INTERVAL '400' DAY");
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long countOf(String rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT COUNT(*) FROM " + rows)) {
            row.next();
            return row.getLong(1);
        }
    }
}
