package io.heldby.jdbc.unitofwork;

import static io.heldby.jdbc.unitofwork.UnitOfWorkContract.conflictsOf;
import static java.sql.Connection.TRANSACTION_READ_COMMITTED;
import static java.sql.Connection.TRANSACTION_REPEATABLE_READ;
import static java.sql.Connection.TRANSACTION_SERIALIZABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.heldby.jdbc.JdbcTransactions;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.jdbc.unitofwork.Contracts.Contract;
import io.heldby.jdbc.unitofwork.Contracts.ContractMapper;
import io.heldby.jdbc.unitofwork.Contracts.Item;
import io.heldby.jdbc.unitofwork.Contracts.ItemMapper;
import io.heldby.jdbc.unitofwork.Person.PersonMapper;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Fence;
import io.heldby.lock.LockLostException;
import io.heldby.lock.Transactions;
import io.heldby.testkit.Racers;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ChangeRecord;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.ConflictField;
import io.heldby.version.FieldChange;
import io.heldby.version.RetryableException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of late saves in an application that is just getting versions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ObservedVersionsContract {

    private static final JdbcSettings SETTINGS = JdbcSettings.defaults();
    private static final int WRITERS = 4;

    private final TestDatabase database;
    private final JdbcTransactions transactions;
    private final ChangeLog log = new ChangeLog(SETTINGS, () -> "");
    private final List<ObservedOverwrite> told = new CopyOnWriteArrayList<>();
    private final OverwriteObserver observer = new OverwriteObserver(told::add);
    private final PersonMapper enforced = new PersonMapper(Person.table(log, null));
    private final PersonMapper observed =
            new PersonMapper(Person.table(log, null).enforcement(Enforcement.OBSERVE, observer));
    private final PersonMapper off = new PersonMapper(Person.table(log, null).enforcement(Enforcement.OFF, observer));
    private final PersonMapper frozen =
            new PersonMapper(Person.table(null, null).withoutVersion().enforcement(Enforcement.OBSERVE, observer));
    private final ContractMapper contracts =
            new ContractMapper(ContractMapper.TABLE.logged(log).enforcement(Enforcement.OBSERVE, observer));
    private final ItemMapper items = new ItemMapper();
    private final FencedMapper fenced = new FencedMapper(observer);
    private final Person zapp = new Person(42, Person.ZAPP);
    private UnitsOfWork units;

    @SuppressWarnings("NullAway.Init") // The units are built with the tables.
    ObservedVersionsContract(TestDatabase database) {
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
        execute("CREATE TABLE fenced (id VARCHAR(10) PRIMARY KEY, fence BIGINT DEFAULT 0 NOT NULL, "
                + versionColumns());
        units = units(transactions);
    }

    private UnitsOfWork units(Transactions on) throws SQLException {
        return UnitsOfWork.on(on)
                .mappers(enforced, observed, off, frozen)
                .members(contracts, items)
                .build();
    }

    private String versionColumns() {
        return "version BIGINT DEFAULT 0 NOT NULL, modified_by VARCHAR(255), modified_at " + instantType() + ")";
    }

    /** A type whose values are instants. */
    String instantType() {
        return "TIMESTAMP WITH TIME ZONE";
    }

    @BeforeEach
    void storeZapp() throws SQLException {
        for (String table : List.of("person", "contract", "item", "fenced", "heldby_change_field", "heldby_change")) {
            execute("DELETE FROM " + table);
        }
        inTransaction(connection -> enforced.insert(connection, zapp, "Alice"));
        told.clear();
    }

    @AfterAll
    void dropDatabase() {
        database.close();
    }

    @Test
    void lateSaveIsWrittenAndSaysWhoseWorkInWhichFieldsItReplaced() throws SQLException {
        save("Luke", 0, Map.of("lastName", "Wong", "phone", "2222"));
        save("Kim", 1, Map.of("city", "Mitte"));

        long version = inTransaction(connection ->
                observed.update(connection, zapp.with(Map.of("lastName", "Kroker", "email", "z@k")), 0, "Leia"));

        assertThat(version).isEqualTo(3);
        assertThat(stored().version()).isEqualTo(3);
        assertThat(stored().value().fields())
                .containsEntry("lastName", "Kroker")
                .containsEntry("phone", "1111")
                .containsEntry("city", "Berlin");
        assertThat(told).singleElement().satisfies(overwrite -> {
            assertThat(overwrite.by()).isEqualTo("Leia");
            assertThat(overwrite.versionKnown()).isTrue();
            assertThat(overwrite.conflict().kind()).isEqualTo(Conflict.Kind.MODIFIED);
            assertThat(overwrite.conflict().expectedVersion()).isZero();
            assertThat(overwrite.conflict().currentVersion()).isEqualTo(2);
            assertThat(overwrite.conflict().modifiedBy()).isEqualTo("Kim");
            assertThat(overwrite.lost())
                    .extracting(ConflictField::field, ConflictField::changedBy)
                    .containsExactly(tuple("lastName", "Luke"), tuple("phone", "Luke"), tuple("city", "Kim"));
            assertThat(overwrite.sentence())
                    .isEqualTo("Leia saved person 42 from version 0 over version 2 of Kim; overwritten:"
                            + " lastName (by Luke), phone (by Luke), city (by Kim)");
        });
    }

    @Test
    void logOfALateSaveTellsTheTruthSoThatWhatItReplacedCanBePutBack() throws SQLException {
        save("Luke", 0, Map.of("phone", "2222"));
        inTransaction(connection -> observed.update(connection, zapp.with(Map.of("email", "z@k")), 0, "Leia"));

        assertThat(changes("person", 42)).last().satisfies(change -> {
            assertThat(change.action()).isEqualTo(ChangeRecord.Action.FORCED);
            assertThat(change.basedOn()).isZero();
            assertThat(change.version()).isEqualTo(2);
            assertThat(change.fields())
                    .containsExactly(
                            FieldChange.of("email", "zapp@example.org", "z@k"),
                            FieldChange.of("phone", "2222", "1111"));
        });
        UnitOfWork back = units.begin("Luke");
        assertThat(back.restore(observed, 42L, 2)).isPresent();
        back.commit();
        assertThat(stored().value().fields()).containsEntry("phone", "2222").containsEntry("email", "z@k");
    }

    @Test
    void saveFromTheStoredVersionIsASaveLikeAnyOther() throws SQLException {
        inTransaction(connection -> observed.update(connection, zapp.with(Map.of("phone", "2222")), 0, "Leia"));

        assertThat(told).isEmpty();
        assertThat(changes("person", 42)).last().satisfies(change -> {
            assertThat(change.action()).isEqualTo(ChangeRecord.Action.CHANGED);
            assertThat(change.basedOn()).isZero();
        });
    }

    @Test
    void saveThatNamesNoVersionIsWrittenAndReportedAsOne() throws SQLException {
        save("Luke", 0, Map.of("phone", "2222"));

        inTransaction(connection -> observed.update(connection, zapp, Versioned.UNKNOWN, "Leia"));

        assertThat(stored().version()).isEqualTo(2);
        assertThat(told).singleElement().satisfies(overwrite -> {
            assertThat(overwrite.versionKnown()).isFalse();
            assertThat(overwrite.conflict().fields()).isEmpty();
            assertThat(overwrite.sentence())
                    .isEqualTo("Leia saved person 42 without saying from which version (stored was 1 of Luke)");
        });
        assertThat(changes("person", 42)).last().satisfies(change -> {
            assertThat(change.action()).isEqualTo(ChangeRecord.Action.CHANGED);
            assertThat(change.basedOn()).isNull();
            assertThat(change.fields()).containsExactly(FieldChange.of("phone", "2222", "1111"));
        });
    }

    @Test
    void offComparesNothingTellsNobodyAndRaisesTheVersion() throws SQLException {
        save("Luke", 0, Map.of("phone", "2222"));

        inTransaction(connection -> off.update(connection, zapp, 0, "Leia"));
        long version = inTransaction(connection -> off.update(connection, zapp, Versioned.UNKNOWN, "Leia"));
        UnitOfWork unit = units.begin("Leia");
        unit.registerDirty(off, zapp, Versioned.UNKNOWN);

        assertThat(version).isEqualTo(3);
        assertThat(unit.commit().version(off, 42L)).isEqualTo(4);
        assertThat(stored().version()).isEqualTo(4);
        assertThat(told).isEmpty();
    }

    @Test
    void enforcedTableRefusesBothAndTellsNobody() throws SQLException {
        save("Luke", 0, Map.of("phone", "2222"));

        assertThatThrownBy(() -> inTransaction(connection -> enforced.update(connection, zapp, 0, "Leia")))
                .isInstanceOf(ConflictException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> inTransaction(connection -> enforced.update(connection, zapp, Versioned.UNKNOWN, "Leia")))
                .withMessageContaining("let the form or program send the version that it loaded");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> units.begin("Leia").registerDirty(enforced, zapp, Versioned.UNKNOWN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inTransaction(connection -> observed.update(connection, zapp, -2, "Leia")));
        assertThat(stored().version()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void versionThatTheRecordHasNeverHadIsReportedAndNotLoggedAsItsBase() throws SQLException {
        inTransaction(connection -> observed.update(connection, zapp, 7, "Leia"));

        assertThat(told)
                .singleElement()
                .satisfies(overwrite ->
                        assertThat(overwrite.conflict().currentVersion()).isZero());
        assertThat(changes("person", 42)).last().satisfies(change -> {
            assertThat(change.action()).isEqualTo(ChangeRecord.Action.CHANGED);
            assertThat(change.basedOn()).isNull();
        });
    }

    @Test
    void lateDeleteIsDoneAndReportedAndSoIsTheSecondOne() throws SQLException {
        save("Luke", 0, Map.of("phone", "2222"));

        deleteObserved(0, "Leia");
        deleteObserved(0, "Bob");

        assertThat(found(enforced)).isEmpty();
        assertThat(told)
                .extracting(
                        ObservedOverwrite::by, overwrite -> overwrite.conflict().kind())
                .containsExactly(tuple("Leia", Conflict.Kind.MODIFIED), tuple("Bob", Conflict.Kind.DELETED));
        assertThat(told.get(1).conflict().modifiedBy()).isEqualTo("Leia");
        assertThat(changes("person", 42)).last().satisfies(change -> {
            assertThat(change.action()).isEqualTo(ChangeRecord.Action.DELETED);
            assertThat(change.basedOn()).isZero();
            assertThat(change.by()).isEqualTo("Leia");
        });
    }

    /** What is not there cannot be overwritten, and to say nothing would lose the save. */
    @Test
    void saveOfADeletedRecordIsAConflictAllTheSame() throws SQLException {
        deleteObserved(0, "Luke");

        assertThat(conflictsOf(() -> inTransaction(connection -> observed.update(connection, zapp, 0, "Leia"))))
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.kind()).isEqualTo(Conflict.Kind.DELETED));
        UnitOfWork unit = units.begin("Leia");
        unit.registerDirty(observed, zapp, 0);
        assertThat(conflictsOf(unit::commit)).singleElement().satisfies(conflict -> {
            assertThat(conflict.kind()).isEqualTo(Conflict.Kind.DELETED);
            assertThat(conflict.modifiedBy()).isEqualTo("Luke");
        });
        assertThat(told).isEmpty();
    }

    /** At MariaDB's usual isolation a plain query would still show what was there when the transaction began to read. */
    @Test
    void whatIsReplacedIsWhatIsStoredNowAndNotWhatTheTransactionHadRead() throws SQLException {
        inTransaction(connection -> {
            assertThat(observed.find(connection, 42L)).isPresent();
            saveBeside("Luke", 0, Map.of("phone", "2222"));
            return observed.update(connection, zapp, 0, "Leia");
        });

        assertThat(stored().version()).isEqualTo(2);
        assertThat(told).singleElement().satisfies(overwrite -> {
            assertThat(overwrite.conflict().currentVersion()).isEqualTo(1);
            assertThat(overwrite.conflict().modifiedBy()).isEqualTo("Luke");
        });
        assertThat(changes("person", 42))
                .last()
                .satisfies(
                        change -> assertThat(change.fields()).containsExactly(FieldChange.of("phone", "2222", "1111")));
    }

    @Test
    void unitOfWorkReportsWhatItOverwritesAndWhatItHadReadAfterItsCommit() throws SQLException {
        inTransaction(connection -> enforced.insert(connection, new Person(43, Person.ZAPP), "Alice"));
        save("Luke", 0, Map.of("phone", "2222"));
        UnitOfWork unit = units.begin("Leia");
        unit.registerRead(observed, 42L, 0);
        unit.registerDirty(observed, new Person(43, Person.ZAPP), 0);
        Committed committed = unit.commit();

        assertThat(committed.version(observed, 42L)).isEqualTo(1);
        assertThat(committed.version(observed, 43L)).isEqualTo(1);
        assertThat(told)
                .extracting(
                        overwrite -> overwrite.conflict().id(),
                        overwrite -> overwrite.conflict().kind())
                .containsExactly(tuple("42", Conflict.Kind.READ_CHANGED));
        assertThat(stored().version()).as("only read").isEqualTo(1);

        told.clear();
        UnitOfWork late = units.begin("Leia");
        Person found = late.find(observed, 42L).orElseThrow();
        late.expect(found, 0);
        late.registerDirty(observed, zapp);
        late.registerRemoved(observed, 43L, 0);
        assertThat(late.commit().version(observed, 42L)).isEqualTo(2);
        assertThat(told)
                .extracting(
                        overwrite -> overwrite.conflict().id(),
                        overwrite -> overwrite.lost().isEmpty()
                                ? ""
                                : overwrite.lost().get(0).field())
                .contains(tuple("42", "phone"))
                .hasSize(2);
        assertThat(changes("person", 42)).last().satisfies(change -> {
            assertThat(change.action()).isEqualTo(ChangeRecord.Action.FORCED);
            assertThat(change.fields()).containsExactly(FieldChange.of("phone", "2222", "1111"));
        });
    }

    @Test
    void unitOfWorkThatIsRefusedForAnotherRecordHasOverwrittenNothingAndReportsNothing() throws SQLException {
        inTransaction(connection -> enforced.insert(connection, new Person(43, Person.ZAPP), "Alice"));
        save("Luke", 0, Map.of("phone", "2222"));
        UnitOfWork unit = units.begin("Leia");
        unit.registerDirty(observed, zapp, 0);
        unit.registerDirty(enforced, new Person(43, Person.ZAPP), 9);

        assertThat(conflictsOf(unit::commit))
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.id()).isEqualTo("43"));
        assertThat(stored().value().fields()).containsEntry("phone", "2222");
        assertThat(told).isEmpty();
    }

    @Test
    void aggregateIsWrittenOverItsRootsVersionOnceAndReportedWithItsMembers() throws SQLException {
        UnitOfWork make = units.begin("Alice");
        make.registerNew(contracts, new Contract(1, "Lease", 42));
        make.registerNew(items, new Item(11, 1, "Desk", new BigDecimal("100.00")));
        make.registerNew(items, new Item(12, 1, "Lamp", new BigDecimal("20.00")));
        make.commit();
        UnitOfWork bobs = units.begin("Bob");
        bobs.registerDirty(
                items,
                bobs.findMembers(items, bobs.find(contracts, 1L).orElseThrow())
                        .get(0)
                        .costing("90.00"));
        bobs.commit();

        UnitOfWork carols = units.begin("Carol");
        Contract lease = carols.find(contracts, 1L).orElseThrow();
        carols.expect(lease, 0);
        for (Item item : carols.findMembers(items, lease)) {
            carols.registerDirty(items, item.costing("95.00"));
        }
        assertThat(carols.commit().version(contracts, 1L)).isEqualTo(2);

        assertThat(told)
                .singleElement()
                .satisfies(overwrite -> assertThat(overwrite.lost())
                        .extracting(ConflictField::field, ConflictField::changedBy)
                        .containsExactly(tuple("item[11].price", "Bob")));
        assertThat(changes("contract", 1)).last().satisfies(change -> {
            assertThat(change.action()).isEqualTo(ChangeRecord.Action.FORCED);
            assertThat(change.fields())
                    .extracting(FieldChange::field)
                    .containsExactly("item[11].price", "item[12].price");
        });
    }

    @Test
    void memberThatIsGoneCannotBeOverwritten() throws SQLException {
        UnitOfWork make = units.begin("Alice");
        make.registerNew(contracts, new Contract(1, "Lease", 42));
        make.registerNew(items, new Item(11, 1, "Desk", new BigDecimal("100.00")));
        make.commit();
        UnitOfWork carols = units.begin("Carol");
        Item hers = carols.findMembers(items, carols.find(contracts, 1L).orElseThrow())
                .get(0);
        UnitOfWork bobs = units.begin("Bob");
        bobs.registerRemoved(
                items,
                bobs.findMembers(items, bobs.find(contracts, 1L).orElseThrow()).get(0));
        bobs.commit();

        carols.registerDirty(items, hers.costing("95.00"));

        assertThat(conflictsOf(carols::commit))
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.modifiedBy()).isEqualTo("Bob"));
        assertThat(told).isEmpty();
    }

    /** Nothing is lost in silence: all are written, and each but the first is told whose save it replaced. */
    @ParameterizedTest
    @ValueSource(ints = {TRANSACTION_READ_COMMITTED, TRANSACTION_REPEATABLE_READ, TRANSACTION_SERIALIZABLE})
    void ofManySavesAtOnceEachIsWrittenAndAllButTheFirstAreReported(int isolation) throws SQLException {
        UnitsOfWork isolated = units(new JdbcTransactions(Isolated.at(isolation, database.dataSource())));
        try (Racers racers = new Racers(WRITERS)) {
            for (int round = 0; round < 25; round++) {
                long from = stored().version();
                told.clear();

                racers.race(number -> {
                    saveUntilItSucceeds(isolated, from, "writer " + number);
                    return number;
                });

                assertThat(stored().version()).isEqualTo(from + WRITERS);
                requireThatEachButTheFirstWasReported(from);
            }
        }
    }

    /** A mapper reports in the transaction that writes. */
    @Test
    void ofManySavesByAMapperAtOnceAllButTheFirstAreReported() throws SQLException {
        try (Racers racers = new Racers(WRITERS)) {
            for (int round = 0; round < 25; round++) {
                long from = stored().version();
                told.clear();

                racers.race(number -> inTransaction(connection -> observed.update(
                        connection, zapp.with(Map.of("phone", number + "")), from, "writer " + number)));

                assertThat(stored().version()).isEqualTo(from + WRITERS);
                requireThatEachButTheFirstWasReported(from);
            }
        }
    }

    private void saveUntilItSucceeds(UnitsOfWork isolated, long from, String by) throws SQLException {
        while (true) {
            UnitOfWork unit = isolated.begin(by);
            unit.registerDirty(observed, zapp.with(Map.of("phone", by)), from);
            try {
                unit.commit();
                return;
            } catch (RetryableException again) {
                // The database prefers others; nothing was written.
            }
        }
    }

    private void requireThatEachButTheFirstWasReported(long from) throws SQLException {
        Map<Long, String> writers = inTransaction(connection -> log.since(connection, "person", "42", from)).stream()
                .collect(Collectors.toMap(ChangeRecord::version, ChangeRecord::by));
        assertThat(writers.values())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, WRITERS)
                        .mapToObj(number -> "writer " + number)
                        .toList());
        assertThat(told)
                .extracting(overwrite -> overwrite.conflict().currentVersion())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(from + 1, from + WRITERS).boxed().toList());
        assertThat(told).allSatisfy(overwrite -> {
            long over =
                    Optional.ofNullable(overwrite.conflict().currentVersion()).orElseThrow();
            assertThat(overwrite.conflict().modifiedBy()).isEqualTo(writers.get(over));
            assertThat(overwrite.by()).isEqualTo(writers.get(over + 1));
        });
    }

    @Test
    void tableWithoutVersionIsObservedByItsFields() throws SQLException {
        long loaded = found(frozen).orElseThrow().version();
        save("Luke", 0, Map.of("phone", "2222"));

        inTransaction(connection -> frozen.update(connection, zapp.with(Map.of("email", "z@k")), loaded, "Leia"));
        UnitOfWork unit = units.begin("Bob");
        unit.registerDirty(frozen, zapp, loaded);
        unit.commit();

        assertThat(stored().value()).isEqualTo(zapp);
        assertThat(told).hasSize(2).first().satisfies(overwrite -> {
            assertThat(overwrite.by()).isEqualTo("Leia");
            assertThat(overwrite.lost()).extracting(ConflictField::field).containsExactly("email", "phone");
        });
    }

    @Test
    void whoHasLostTheLockIsRefusedThoughVersionsAreOnlyObserved() throws SQLException {
        inTransaction(connection -> fenced.insert(connection, "a", "Alice"));
        inTransaction(connection -> fenced.update(connection, "a", 0, new Fence(8), "Luke"));

        assertThatThrownBy(() -> inTransaction(connection -> fenced.update(connection, "a", 0, new Fence(7), "Leia")))
                .isInstanceOf(LockLostException.class);
        assertThat(told).isEmpty();
        inTransaction(connection -> fenced.update(connection, "a", 0, new Fence(9), "Leia"));
        assertThat(told).hasSize(1);
    }

    private void save(String by, long version, Map<String, @Nullable Object> changes) throws SQLException {
        long unused = inTransaction(connection -> {
            Person found = enforced.find(connection, 42L).orElseThrow().value();
            return enforced.update(connection, found.with(changes), version, by);
        });
    }

    /** In another thread's transaction, so to speak. */
    private void saveBeside(String by, long version, Map<String, @Nullable Object> changes) throws SQLException {
        try (Connection another = database.dataSource().getConnection()) {
            long unused = enforced.update(another, zapp.with(changes), version, by);
        }
    }

    private void deleteObserved(long version, String by) throws SQLException {
        boolean unused = inTransaction(connection -> {
            observed.delete(connection, 42L, version, by);
            return true;
        });
    }

    private Versioned<Person> stored() throws SQLException {
        return found(enforced).orElseThrow();
    }

    private Optional<Versioned<Person>> found(PersonMapper mapper) throws SQLException {
        return inTransaction(connection -> mapper.find(connection, 42L));
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

    /** Records that are nothing but their id. */
    private static final class FencedMapper extends VersionedMapper<String> {

        FencedMapper(OverwriteObserver observer) {
            super(VersionedTable.<String>of("fenced", "id", id -> id)
                    .fenceColumn("fence")
                    .enforcement(Enforcement.OBSERVE, observer));
        }

        @Override
        protected String read(ResultSet row) throws SQLException {
            return row.getString("id");
        }
    }
}
