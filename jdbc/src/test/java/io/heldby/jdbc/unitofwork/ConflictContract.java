package io.heldby.jdbc.unitofwork;

import static io.heldby.jdbc.unitofwork.UnitOfWorkContract.conflictsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import io.heldby.jdbc.JdbcTransactions;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcEventStore;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.jdbc.unitofwork.Contracts.Contract;
import io.heldby.jdbc.unitofwork.Contracts.ContractMapper;
import io.heldby.jdbc.unitofwork.Contracts.Item;
import io.heldby.jdbc.unitofwork.Contracts.ItemMapper;
import io.heldby.jdbc.unitofwork.Person.PersonMapper;
import io.heldby.lock.EventQuery;
import io.heldby.lock.LockEvent;
import io.heldby.lock.Transactions;
import io.heldby.merge.MergedField.Outcome;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ChangeRecord;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import io.heldby.version.FieldChange;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a person is told whose save came too late, and how they go on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConflictContract {

    private static final JdbcSettings SETTINGS = JdbcSettings.defaults();
    private static final Item DESK = new Item(11, 1, "Desk", new BigDecimal("100.00"));
    private static final Item LAMP = new Item(12, 1, "Lamp", new BigDecimal("20.00"));

    private final TestDatabase database;
    private final JdbcTransactions transactions;
    private final ChangeLog log = new ChangeLog(SETTINGS, () -> "");
    private final PersonMapper people = new PersonMapper(log, new SavedEvents(SETTINGS, () -> ""));
    private final PersonMapper unlogged = new PersonMapper(null, null);
    private final ContractMapper contracts = new ContractMapper(log);
    private final ItemMapper items = new ItemMapper();
    private final Person zapp = new Person(42, Person.ZAPP);
    private UnitsOfWork units;

    @SuppressWarnings("NullAway.Init") // The units are built with the tables.
    ConflictContract(TestDatabase database) {
        this.database = database;
        this.transactions = new JdbcTransactions(database.dataSource());
    }

    @BeforeAll
    void createTables() throws SQLException {
        JdbcSchema.prepare(database.dataSource(), SETTINGS, InitializeSchema.ALWAYS);
        execute("CREATE TABLE person (id BIGINT PRIMARY KEY, " + Person.columns() + ", " + versionColumns());
        execute("CREATE TABLE contract (id BIGINT PRIMARY KEY, title VARCHAR(100), customer_id BIGINT NOT NULL, "
                + versionColumns());
        execute("CREATE TABLE item (id BIGINT PRIMARY KEY, contract_id BIGINT NOT NULL, text VARCHAR(100),"
                + " price DECIMAL(12, 2))");
        units = UnitsOfWork.on(transactions)
                .mappers(people, unlogged)
                .members(contracts, items)
                .build();
    }

    private String versionColumns() {
        return "version BIGINT NOT NULL, modified_by VARCHAR(255), modified_at " + instantType() + ")";
    }

    /** A type whose values are instants. */
    String instantType() {
        return "TIMESTAMP WITH TIME ZONE";
    }

    @BeforeEach
    void storeZapp() throws SQLException {
        for (String table : List.of("person", "contract", "item", "heldby_change_field", "heldby_change")) {
            execute("DELETE FROM " + table);
        }
        UnitOfWork unit = units.begin("Alice");
        unit.registerNew(people, zapp);
        unit.commit();
    }

    @AfterAll
    void dropDatabase() {
        database.close();
    }

    @Test
    void conflictNamesForEveryFieldWhoChangedItAndMergesWhatCanBe() throws SQLException {
        save("Luke", 0, Map.of("lastName", "Wong", "phone", "2222", "points", 90L, "language", "nl"));
        save(
                "Kim",
                1,
                Map.of(
                        "zip",
                        "10117",
                        "city",
                        "Mitte",
                        "phone",
                        "3333",
                        "notes",
                        "Captain.\nCalls in the evening.\nPays late."));

        Conflict conflict = conflictOf(zapp.with(Map.of(
                "lastName", "Kroker-Brannigan",
                "email", "zapp@kroker.example",
                "points", 105L,
                "notes", "Captain!\nCalls in the afternoon.\nPays late.",
                "street", "Doop Street 5")));

        assertThat(conflict.baseKnown()).isTrue();
        assertThat(conflict.currentVersion()).isEqualTo(2);
        assertThat(conflict.modifiedBy()).isEqualTo("Kim");
        assertThat(conflict.fields())
                .extracting(ConflictField::field, field -> field.values().outcome(), ConflictField::changedBy)
                .containsExactly(
                        tuple("firstName", Outcome.UNCHANGED, null),
                        tuple("lastName", Outcome.OPEN, "Luke"),
                        tuple("email", Outcome.MINE, null),
                        tuple("phone", Outcome.THEIRS, "Kim"),
                        tuple("street", Outcome.OPEN, null),
                        tuple("zip", Outcome.OPEN, "Kim"),
                        tuple("city", Outcome.OPEN, "Kim"),
                        tuple("notes", Outcome.COMBINED, "Kim"),
                        tuple("points", Outcome.COMBINED, "Luke"),
                        tuple("language", Outcome.THEIRS, "Luke"),
                        tuple("birthday", Outcome.UNCHANGED, null),
                        tuple("iban", Outcome.UNCHANGED, null));
        assertThat(conflict.merge().values())
                .containsEntry("email", "zapp@kroker.example")
                .containsEntry("phone", "3333")
                .containsEntry("notes", "Captain!\nCalls in the evening.\nPays late.")
                .containsEntry("points", 95L)
                .containsEntry("language", "nl")
                .doesNotContainKeys("lastName", "zip");
        ConflictField name = conflict.fields().get(1);
        assertThat(name.values().base()).isEqualTo("Brannigan");
        assertThat(name.values().mine()).isEqualTo("Kroker-Brannigan");
        assertThat(name.values().theirs()).isEqualTo("Wong");
        assertThat(name.changedAt()).isBeforeOrEqualTo(Instant.now().plus(Duration.ofHours(1)));
        assertThat(stored().fields()).containsEntry("email", "zapp@example.org");
    }

    /** What the form has kept is as good as the log. */
    @Test
    void withoutALogTheBaseThatTheClientKeptWillDo() throws SQLException {
        UnitOfWork lukes = units.begin("Luke");
        lukes.registerDirty(unlogged, zapp.with(Map.of("phone", "2222")), 0);
        lukes.commit();
        UnitOfWork unit = units.begin("Leia");
        Person found = unit.find(unlogged, 42L).orElseThrow();
        unit.expect(unlogged, found, 0, zapp);
        unit.registerDirty(unlogged, zapp.with(Map.of("email", "new@example.org")));

        Conflict conflict = conflictsOf(unit::commit).get(0);

        assertThat(conflict.baseKnown()).isTrue();
        assertThat(conflict.merge().complete()).isTrue();
        assertThat(conflict.fields().get(3).changedBy())
                .as("there was but one save")
                .isEqualTo("Luke");
    }

    @Test
    void withoutLogAndBaseEveryDifferenceIsAQuestion() throws SQLException {
        UnitOfWork lukes = units.begin("Luke");
        lukes.registerDirty(unlogged, zapp.with(Map.of("phone", "2222")), 0);
        lukes.commit();
        UnitOfWork unit = units.begin("Leia");
        unit.registerDirty(unlogged, zapp.with(Map.of("email", "new@example.org")), 0);

        Conflict conflict = conflictsOf(unit::commit).get(0);

        assertThat(conflict.baseKnown()).isFalse();
        assertThat(conflict.merge().open()).extracting("field").containsExactly("email", "phone");
    }

    @Test
    void maskedFieldsAreNotKeptAndAreAQuestionWhereTheyDiffer() throws SQLException {
        save("Luke", 0, Map.of("iban", "DE00 9999"));

        Conflict conflict = conflictOf(zapp.with(Map.of("email", "new@example.org")));

        assertThat(conflict.fields().get(11)).satisfies(iban -> {
            assertThat(iban.values().outcome()).isEqualTo(Outcome.OPEN);
            assertThat(iban.values().base()).isNull();
            assertThat(iban.changedBy()).isEqualTo("Luke");
        });
        assertThat(changes(42).get(1).fields()).containsExactly(FieldChange.masked("iban"));
    }

    @Test
    void mergeThatNeedsNobodyIsSavedAtOnce() throws SQLException {
        save("Luke", 0, Map.of("phone", "2222", "points", 90L));
        UnitOfWork unit = units.begin("Leia");
        unit.merge(people, zapp.with(Map.of("email", "new@example.org", "points", 105L)), 0);
        unit.commit();

        assertThat(stored().fields())
                .containsEntry("phone", "2222")
                .containsEntry("email", "new@example.org")
                .containsEntry("points", 95L);
        assertThat(changes(42)).last().satisfies(change -> {
            assertThat(change.version()).isEqualTo(2);
            assertThat(change.fields())
                    .containsExactly(
                            FieldChange.of("email", "zapp@example.org", "new@example.org"),
                            FieldChange.of("points", 90L, 95L));
        });
    }

    @Test
    void mergeTakesWhatAPersonDecidedAndKeepsItWhenSomebodyWasFasterAgain() throws SQLException {
        Person mine = zapp.with(Map.of("lastName", "Kroker-Brannigan"));
        save("Luke", 0, Map.of("lastName", "Wong"));
        List<Conflict> first = conflictsOf(() -> units.begin("Leia").merge(people, mine, 0));
        assertThat(first.get(0).merge().open()).extracting("field").containsExactly("lastName");
        save("Kim", 1, Map.of("phone", "3333"));

        Map<String, @Nullable Object> decided = Map.of("lastName", "Kroker-Wong");
        Conflict second = conflictsOf(() -> units.begin("Leia").merge(people, mine, 0, 1, decided))
                .get(0);
        assertThat(second.currentVersion()).isEqualTo(2);
        assertThat(second.fields().get(1).values().mine())
                .as("the choice is kept")
                .isEqualTo("Kroker-Wong");

        UnitOfWork unit = units.begin("Leia");
        unit.merge(people, mine, 0, 2, decided);
        unit.commit();
        assertThat(stored().fields()).containsEntry("lastName", "Kroker-Wong").containsEntry("phone", "3333");
    }

    @Test
    void mergeWantsADecisionForEachOpenFieldAndForNoOther() throws SQLException {
        Person mine = zapp.with(Map.of("lastName", "Kroker-Brannigan"));
        save("Luke", 0, Map.of("lastName", "Wong"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> units.begin("Leia").merge(people, mine, 0, 1, Map.of()))
                .withMessageContaining("lastName");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> units.begin("Leia").merge(people, mine, 0, 1, Map.of("lastName", "X", "shoe", "Y")))
                .withMessageContaining("no field shoe");
    }

    @Test
    void forceOverwritesWhatWasShownTellsWhomAndCanBeTakenBack() throws SQLException {
        save("Luke", 0, Map.of("lastName", "Wong", "phone", "2222"));
        UnitOfWork unit = units.begin("Leia");
        unit.force(people, zapp.with(Map.of("lastName", "Kroker-Brannigan")), 0, 1);
        unit.commit();

        assertThat(stored().fields())
                .containsEntry("lastName", "Kroker-Brannigan")
                .containsEntry("phone", "1111");
        List<ChangeRecord> told = inTransaction(
                connection -> log.overwritten(connection, "Luke", Instant.now().minus(Duration.ofHours(1))));
        assertThat(told).singleElement().satisfies(forced -> {
            assertThat(forced.action()).isEqualTo(ChangeRecord.Action.FORCED);
            assertThat(forced.by()).isEqualTo("Leia");
            assertThat(forced.basedOn()).isZero();
            assertThat(forced.version()).isEqualTo(2);
        });
        JdbcEventStore events = new JdbcEventStore(database.dataSource(), SETTINGS, null);
        while (events.sequence(100) == 100) {
            // There is more.
        }
        assertThat(events.find(EventQuery.all("").of("person", "42")).events())
                .filteredOn(event -> event.kind() == LockEvent.Kind.OVERWRITTEN)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.displayName()).isEqualTo("Luke");
                    assertThat(event.by()).isEqualTo("Leia");
                });

        UnitOfWork back = units.begin("Luke");
        assertThat(back.restore(people, 42L, 2)).isPresent();
        back.commit();
        assertThat(stored().fields()).containsEntry("lastName", "Wong").containsEntry("phone", "2222");
        assertThat(changes(42)).last().extracting(ChangeRecord::action).isEqualTo(ChangeRecord.Action.RESTORED);
    }

    @Test
    void forceIsBoundToTheVersionThatWasShown() throws SQLException {
        save("Luke", 0, Map.of("lastName", "Wong"));
        save("Kim", 1, Map.of("phone", "3333"));
        UnitOfWork unit = units.begin("Leia");
        unit.force(people, zapp.with(Map.of("lastName", "Kroker-Brannigan")), 0, 1);

        assertThat(conflictsOf(unit::commit)).singleElement().satisfies(conflict -> {
            assertThat(conflict.modifiedBy()).isEqualTo("Kim");
            assertThat(conflict.currentVersion()).isEqualTo(2);
        });
        assertThat(stored().fields()).containsEntry("lastName", "Wong").containsEntry("phone", "3333");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> units.begin("Leia").force(people, zapp, 3, 2))
                .withMessageContaining("made from the later version 3");
    }

    @Test
    void deletedRecordTellsWhoAndComesBackWithAVersionThatNoOldFormFits() throws SQLException {
        save("Luke", 0, Map.of("lastName", "Wong"));
        UnitOfWork kims = units.begin("Kim");
        kims.registerRemoved(people, 42L, 1);
        kims.commit();

        Conflict conflict = conflictOf(zapp.with(Map.of("email", "new@example.org")));
        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.DELETED);
        assertThat(conflict.modifiedBy()).isEqualTo("Kim");
        assertThat(conflict.modifiedAt()).isNotNull();

        UnitOfWork leias = units.begin("Leia");
        leias.recreate(people, zapp.with(Map.of("email", "new@example.org")));
        assertThat(leias.commit().version(people, 42L)).isEqualTo(3);
        assertThat(conflictOf(zapp).currentVersion()).isEqualTo(3);
        assertThatIllegalStateException()
                .isThrownBy(() -> units.begin("Leia").recreate(unlogged, zapp))
                .withMessageContaining("Declare VersionedTable.logged or freshVersionsFrom");
    }

    @Test
    void saveThatIsSentAgainBecauseItsAnswerWasLostIsNoConflict() throws SQLException {
        Committed first = saveAs("f6d9", Map.of("phone", "2222"));

        assertThat(first.repeated()).isFalse();
        assertThatCode(() -> {
                    Committed again = saveAs("f6d9", Map.of("phone", "2222"));
                    assertThat(again.repeated()).isTrue();
                    assertThat(again.version(people, 42L)).isEqualTo(1);
                })
                .doesNotThrowAnyException();
        assertThat(changes(42)).hasSize(2);

        save("Kim", 1, Map.of("phone", "3333"));
        assertThat(conflictsOf(() -> saveAs("f6d9", Map.of("phone", "2222"))))
                .as("not any more")
                .hasSize(1);
    }

    @Test
    void saveWhoseAnswerWasLostIsLookedUpByItsName() throws SQLException {
        GivingUpDriver driver = GivingUpDriver.answerLost();
        UnitOfWork unit = UnitsOfWork.on(new JdbcTransactions(driver.on(database.dataSource())))
                .mappers(people)
                .build()
                .begin("Leia");
        unit.saveId("a1b2");
        unit.registerDirty(people, zapp.with(Map.of("phone", "2222")), 0);
        driver.start();

        assertThat(unit.commit().repeated()).isTrue();
        assertThat(changes(42)).hasSize(2);
    }

    /** The answer to the decision was lost: what is stored now is what this very save has made. */
    @Test
    void mergeThatIsSentAgainBecauseItsAnswerWasLostIsNoConflict() throws SQLException {
        save("Luke", 0, Map.of("lastName", "Wong"));
        for (boolean again : new boolean[] {false, true}) {
            UnitOfWork unit = units.begin("Leia");
            unit.saveId("c3d4");
            unit.merge(
                    people,
                    zapp.with(Map.of("lastName", "Kroker", "points", 105L)),
                    0,
                    1,
                    Map.of("lastName", "Kroker-Wong"));
            assertThat(unit.commit().repeated()).isEqualTo(again);
        }
        assertThat(stored().fields()).containsEntry("lastName", "Kroker-Wong").containsEntry("points", 105L);
        assertThat(changes(42)).hasSize(3);
    }

    private Committed saveAs(String saveId, Map<String, @Nullable Object> changes) throws SQLException {
        UnitOfWork unit = units.begin("Leia");
        unit.saveId(saveId);
        unit.registerDirty(people, zapp.with(changes), 0);
        return unit.commit();
    }

    @Test
    void saveIdNeedsALogToBeRememberedIn() {
        UnitOfWork unit = units.begin("Leia");
        unit.saveId("f6d9");
        unit.registerDirty(unlogged, zapp, 0);

        assertThatIllegalStateException()
                .isThrownBy(unit::commit)
                .withMessageContaining("declare VersionedTable.logged, or leave the saveId out");
    }

    @Test
    void conflictOfAnAggregateTellsOfItsMembersToo() throws SQLException {
        storeLease(DESK, LAMP);
        UnitOfWork bobs = units.begin("Bob");
        List<Item> his = bobs.findMembers(items, bobs.find(contracts, 1L).orElseThrow());
        bobs.registerDirty(items, his.get(0).costing("90.00"));
        bobs.registerRemoved(items, his.get(1));
        bobs.commit();

        UnitOfWork unit = units.begin("Carol");
        Contract lease = unit.find(contracts, 1L).orElseThrow();
        unit.expect(lease, 0);
        List<Item> now = unit.findMembers(items, lease);
        assertThat(now).hasSize(1);
        unit.registerDirty(items, now.get(0).costing("95.00"));
        unit.registerNew(items, new Item(13, 1, "Rug", new BigDecimal("5.00")));

        Conflict early = conflictsOf(unit::checkCurrent).get(0);
        Conflict conflict = conflictsOf(unit::commit).get(0);

        assertThat(early).as("what looking early tells").isEqualTo(conflict);
        assertThat(conflict.entity()).isEqualTo("contract");
        assertThat(conflict.baseKnown()).isTrue();
        assertThat(conflict.fields())
                .filteredOn(field -> field.values().changed())
                .extracting(ConflictField::field, field -> field.values().outcome(), ConflictField::changedBy)
                .containsExactly(
                        tuple("item[11].price", Outcome.OPEN, "Bob"),
                        tuple("item[13].text", Outcome.MINE, null),
                        tuple("item[13].price", Outcome.MINE, null));
        assertThat(changes("contract", 1))
                .last()
                .satisfies(change -> assertThat(change.fields())
                        .extracting(FieldChange::field)
                        .containsExactly("item[11].price", "item[12].text", "item[12].price"));
    }

    /** Else what Bob has saved would count as what it was before, and nobody would be asked who overwrites it. */
    @Test
    void membersThatWereSavedBetweenReadingTheRootAndThemAreNoBase() throws SQLException {
        storeLease(DESK);
        UnitOfWork unit = units.begin("Carol");
        Contract lease = unit.find(contracts, 1L).orElseThrow();
        UnitOfWork bobs = units.begin("Bob");
        List<Item> his = bobs.findMembers(items, bobs.find(contracts, 1L).orElseThrow());
        bobs.registerDirty(items, his.get(0).costing("90.00"));
        bobs.commit();
        unit.registerDirty(items, unit.findMembers(items, lease).get(0).costing("95.00"));

        Conflict conflict = conflictsOf(unit::commit).get(0);

        assertThat(conflict.fields())
                .filteredOn(field -> field.field().equals("item[11].price"))
                .singleElement()
                .satisfies(price -> {
                    assertThat(price.values().outcome()).isEqualTo(Outcome.OPEN);
                    assertThat(price.values().base()).isEqualTo(decimal("100.00"));
                    assertThat(price.changedBy()).isEqualTo("Bob");
                });
    }

    /** Field by field, the removal would be merged and only the price asked about: an item without a text might be stored. */
    @Test
    void memberThatOneRemovedAndTheOtherChangedIsOpenAsAWhole() throws SQLException {
        storeLease(DESK, LAMP);
        UnitOfWork bobs = units.begin("Bob");
        List<Item> his = bobs.findMembers(items, bobs.find(contracts, 1L).orElseThrow());
        bobs.registerDirty(items, his.get(0).costing("90.00"));
        bobs.registerRemoved(items, his.get(1));
        bobs.commit();

        UnitOfWork unit = units.begin("Carol");
        Contract lease = unit.find(contracts, 1L).orElseThrow();
        unit.expect(lease, 0);
        unit.registerRemoved(items, unit.findMembers(items, lease).get(0));
        unit.registerNew(items, new Item(12, 1, "Lamp", new BigDecimal("25.00")));

        Conflict conflict = conflictsOf(unit::commit).get(0);

        assertThat(conflict.fields())
                .filteredOn(field -> field.field().startsWith("item"))
                .extracting(
                        ConflictField::field,
                        field -> field.values().outcome(),
                        field -> field.values().base(),
                        field -> field.values().mine(),
                        field -> field.values().theirs())
                .containsExactly(
                        tuple("item[11].text", Outcome.OPEN, "Desk", null, "Desk"),
                        tuple("item[11].price", Outcome.OPEN, decimal("100.00"), null, decimal("90.00")),
                        tuple("item[12].text", Outcome.OPEN, "Lamp", "Lamp", null),
                        tuple("item[12].price", Outcome.OPEN, decimal("20.00"), decimal("25.00"), null));
    }

    /** That one side removed and the other left alone is removed, and nobody is asked. */
    @Test
    void memberThatOnlyOneSideTouchedNeedsNobody() throws SQLException {
        storeLease(DESK, LAMP);
        UnitOfWork bobs = units.begin("Bob");
        List<Item> his = bobs.findMembers(items, bobs.find(contracts, 1L).orElseThrow());
        bobs.registerRemoved(items, his.get(1));
        bobs.commit();

        UnitOfWork unit = units.begin("Carol");
        Contract lease = unit.find(contracts, 1L).orElseThrow();
        unit.expect(lease, 0);
        unit.registerRemoved(items, unit.findMembers(items, lease).get(0));
        unit.registerNew(items, new Item(12, 1, "Lamp", new BigDecimal("20.00")));

        Conflict conflict = conflictsOf(unit::commit).get(0);

        assertThat(conflict.merge().complete()).isTrue();
        assertThat(conflict.merge().values())
                .containsEntry("item[11].text", null)
                .containsEntry("item[12].price", null);
    }

    private static BigDecimal decimal(String value) {
        return new BigDecimal(value);
    }

    private void storeLease(Item... all) throws SQLException {
        UnitOfWork make = units.begin("Alice");
        make.registerNew(contracts, new Contract(1, "Lease", 42));
        for (Item item : all) {
            make.registerNew(items, item);
        }
        make.commit();
    }

    private void save(String by, long version, Map<String, @Nullable Object> changes) throws SQLException {
        UnitOfWork unit = units.begin(by);
        Person found = unit.find(people, 42L).orElseThrow();
        unit.expect(found, version);
        unit.registerDirty(people, found.with(changes));
        unit.commit();
    }

    private Conflict conflictOf(Person mine) throws SQLException {
        UnitOfWork unit = units.begin("Leia");
        unit.registerDirty(people, mine, 0);
        return conflictsOf(unit::commit).get(0);
    }

    private Person stored() throws SQLException {
        return inTransaction(connection -> people.find(connection, 42L))
                .orElseThrow()
                .value();
    }

    private List<ChangeRecord> changes(long id) throws SQLException {
        return changes("person", id);
    }

    private List<ChangeRecord> changes(String entity, long id) throws SQLException {
        return inTransaction(connection -> log.since(connection, entity, String.valueOf(id), -1));
    }

    private <R> R inTransaction(Transactions.Work<R, SQLException> work) throws SQLException {
        return transactions.run(work);
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }
}
