package io.heldby.jdbc.unitofwork;

import static java.sql.Connection.TRANSACTION_READ_COMMITTED;
import static java.sql.Connection.TRANSACTION_READ_UNCOMMITTED;
import static java.sql.Connection.TRANSACTION_REPEATABLE_READ;
import static java.sql.Connection.TRANSACTION_SERIALIZABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.heldby.jdbc.JdbcTransactions;
import io.heldby.jdbc.unitofwork.Contracts.Contract;
import io.heldby.jdbc.unitofwork.Contracts.ContractMapper;
import io.heldby.jdbc.unitofwork.Contracts.Item;
import io.heldby.jdbc.unitofwork.Contracts.ItemMapper;
import io.heldby.lock.OutcomeUnknownException;
import io.heldby.testkit.Racers;
import io.heldby.testkit.RecordedStatements;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.RetryableException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a unit of work promises on every database, and at each isolation level. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UnitOfWorkContract {

    private static final int WRITERS = 8;

    final TestDatabase database;
    final CustomerMapper customers = new CustomerMapper();
    final CustomerMapper recreating = new CustomerMapper(CustomerMapper.TABLE.freshVersionsFrom("customer_version"));
    final ContractMapper contracts = new ContractMapper();
    final ItemMapper items = new ItemMapper();
    final Customer wong = new Customer(7, "Wong", "Leiden");
    private final Map<Integer, UnitsOfWork> units = new HashMap<>();

    UnitOfWorkContract(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    void createTables() throws SQLException {
        execute("CREATE SEQUENCE customer_version");
        execute("CREATE TABLE customer (id BIGINT PRIMARY KEY, name VARCHAR(100), city VARCHAR(100), since "
                + instantType() + ", " + versionColumns());
        execute(
                "CREATE TABLE contract (id BIGINT PRIMARY KEY, title VARCHAR(100), customer_id BIGINT NOT NULL REFERENCES customer(id), "
                        + versionColumns());
        execute("CREATE TABLE item (id BIGINT PRIMARY KEY, contract_id BIGINT NOT NULL, text VARCHAR(100),"
                + " price DECIMAL(12, 2), FOREIGN KEY (contract_id) REFERENCES contract(id))");
        for (int isolation : isolations().toList()) {
            units.put(isolation, build(isolation));
        }
    }

    @BeforeEach
    void storeOneOfEach() throws SQLException {
        execute("DELETE FROM item");
        execute("DELETE FROM contract");
        execute("DELETE FROM customer");
        UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("Alice");
        // In an order that the foreign keys would refuse.
        unit.registerNew(contracts, new Contract(1, "Lease", 7));
        unit.registerNew(items, new Item(11, 1, "Desk", new BigDecimal("100.00")));
        unit.registerNew(items, new Item(12, 1, "Lamp", new BigDecimal("20.00")));
        unit.registerNew(customers, wong);
        unit.registerNew(customers, new Customer(8, "Fry", "Delft"));
        unit.registerNew(customers, new Customer(9, "Leela", "Gouda"));
        unit.commit();
    }

    @AfterAll
    void dropDatabase() {
        database.close();
    }

    /** All that the database has. */
    Stream<Integer> isolations() {
        return Stream.of(
                TRANSACTION_READ_UNCOMMITTED,
                TRANSACTION_READ_COMMITTED,
                TRANSACTION_REPEATABLE_READ,
                TRANSACTION_SERIALIZABLE);
    }

    /** A type whose values are instants. */
    String instantType() {
        return "TIMESTAMP WITH TIME ZONE";
    }

    private String versionColumns() {
        return "version BIGINT NOT NULL, modified_by VARCHAR(255), modified_at " + instantType() + ")";
    }

    private UnitsOfWork build(int isolation) throws SQLException {
        return UnitsOfWork.on(new JdbcTransactions(Isolated.at(isolation, database.dataSource())))
                .mappers(contracts, customers, recreating)
                .members(contracts, items)
                .build();
    }

    UnitsOfWork at(int isolation) {
        return Objects.requireNonNull(units.get(isolation));
    }

    @ParameterizedTest
    @MethodSource("isolations")
    void writesAllThatWasRegisteredInOneTransaction(int isolation) throws SQLException {
        UnitOfWork unit = at(isolation).begin("Bob");
        Contract lease = unit.find(contracts, 1L).orElseThrow();
        List<Item> both = unit.findMembers(items, lease);
        Customer fry = unit.find(customers, 8L).orElseThrow();
        unit.registerRemoved(fry);
        unit.registerNew(customers, new Customer(10, "Zoidberg", "Breda"));
        unit.registerDirty(
                customers,
                unit.find(customers, 9L)
                        .map(leela -> new Customer(9, "Turanga", "Gouda"))
                        .orElseThrow());
        unit.registerDirty(items, both.get(0).costing("99.00"));
        unit.registerRemoved(items, both.get(1));
        unit.registerNew(items, new Item(13, 1, "Chair", BigDecimal.TEN));
        Committed committed = unit.commit();

        assertThat(committed.version(contracts, 1L))
                .as("raised once, by three items")
                .isEqualTo(1);
        assertThat(committed.version(customers, 9L)).isEqualTo(1);
        assertThat(committed.version(customers, 10L)).isZero();
        assertThat(text("SELECT name FROM customer ORDER BY id")).containsExactly("Wong", "Turanga", "Zoidberg");
        assertThat(text("SELECT price FROM item ORDER BY id")).containsExactly("99.00", "10.00");
        assertThat(text("SELECT version FROM contract")).containsExactly("1");
        assertThat(text("SELECT modified_by FROM contract")).containsExactly("Bob");
    }

    /** Race 19, through the unit of work. */
    @ParameterizedTest
    @MethodSource("isolations")
    void ofManyUnitsFromOneVersionExactlyOneCommits(int isolation) throws Exception {
        try (Racers writers = new Racers(WRITERS)) {
            for (long round = 0; round < 25; round++) {
                long version = round;
                List<Object> outcomes = writers.race(number -> saves(isolation, version, "writer " + number));

                List<Object> committed =
                        outcomes.stream().filter(String.class::isInstance).toList();
                assertThat(committed)
                        .as("who committed over version %d", version)
                        .hasSize(1);
                assertThat(outcomes)
                        .filteredOn(Conflict.class::isInstance)
                        .hasSize(WRITERS - 1)
                        .allSatisfy(outcome -> {
                            Conflict conflict = (Conflict) outcome;
                            assertThat(conflict.kind()).isEqualTo(Conflict.Kind.MODIFIED);
                            assertThat(conflict.currentVersion()).isEqualTo(version + 1);
                            assertThat(conflict.modifiedBy()).isEqualTo(committed.get(0));
                        });
            }
        }
    }

    private Object saves(int isolation, long version, String name) {
        try {
            UnitOfWork unit = at(isolation).begin(name);
            unit.registerDirty(customers, new Customer(7, name, "Delft"), version);
            unit.registerDirty(customers, new Customer(8, name, "Delft"), version);
            unit.commit();
            return name;
        } catch (ConflictException conflict) {
            assertThat(conflict.conflicts()).as("both, not only the first").hasSize(2);
            return conflict.conflicts().get(0);
        } catch (SQLException failed) {
            throw new IllegalStateException("a raw error of the database came through", failed);
        }
    }

    @ParameterizedTest
    @MethodSource("isolations")
    @DisplayName("race 20: a conflict in the middle of a batch leaves nothing of the batch, and all conflicts are told")
    void conflictsInTheMiddleLeaveNothing(int isolation) throws SQLException {
        bobSaves(customers, new Customer(8, "Philip", "Delft"));
        UnitOfWork unit = at(isolation).begin("Carol");
        unit.registerNew(customers, new Customer(5, "Amy", "Breda"));
        unit.registerDirty(customers, new Customer(7, "Wong-Kroker", "Leiden"), 0);
        unit.registerDirty(customers, new Customer(8, "J. Fry", "Leiden"), 0);
        unit.registerDirty(customers, new Customer(9, "Turanga", "Leiden"), 4);
        unit.registerRemoved(contracts, 99L, 0);

        List<Conflict> conflicts = conflictsOf(unit::commit);

        assertThat(conflicts)
                .extracting(Conflict::entity, Conflict::id, Conflict::kind)
                .containsExactlyInAnyOrder(
                        tuple("customer", "8", Conflict.Kind.MODIFIED),
                        tuple("customer", "9", Conflict.Kind.MODIFIED),
                        tuple("contract", "99", Conflict.Kind.DELETED));
        assertThat(text("SELECT name FROM customer ORDER BY id")).containsExactly("Wong", "Philip", "Leela");
    }

    /** Without a log, what an item was is then unknown; it must not be taken for what Bob has made of it. */
    @ParameterizedTest
    @MethodSource("isolations")
    void membersThatWereSavedBetweenReadingTheRootAndThemAreNoBase(int isolation) throws SQLException {
        UnitOfWork unit = at(isolation).begin("Carol");
        Contract lease = unit.find(contracts, 1L).orElseThrow();
        UnitOfWork bobs = at(TRANSACTION_READ_COMMITTED).begin("Bob");
        List<Item> his = bobs.findMembers(items, bobs.find(contracts, 1L).orElseThrow());
        bobs.registerDirty(items, his.get(0).costing("90.00"));
        bobs.commit();
        unit.registerDirty(items, unit.findMembers(items, lease).get(0).costing("95.00"));

        assertThat(conflictsOf(unit::commit).get(0).merge().open())
                .extracting("field", "base")
                .containsExactly(tuple("item[11].price", null));
    }

    /** Somebody who reads what is not committed may see an item before the version that covers it. */
    @Test
    void membersThatWereReadUncommittedAreNoBase() throws SQLException {
        UnitOfWork unit = at(TRANSACTION_READ_UNCOMMITTED).begin("Carol");
        try (Connection bobs = database.openConnection();
                Statement write = bobs.createStatement()) {
            bobs.setAutoCommit(false);
            Contract lease = unit.find(contracts, 1L).orElseThrow();
            write.execute("UPDATE item SET price = 90 WHERE id = 11");
            List<Item> some = unit.findMembers(items, lease);
            write.execute("UPDATE contract SET version = version + 1, modified_by = 'Bob' WHERE id = 1");
            bobs.commit();
            for (Item item : some) {
                unit.registerDirty(items, item.costing("95.00"));
            }
        }

        assertThat(conflictsOf(unit::commit).get(0).merge().open())
                .extracting("field")
                .as("both, because nobody knows what they were")
                .contains("item[11].price", "item[12].price");
    }

    @ParameterizedTest
    @MethodSource("isolations")
    void deletedRowIsAConflictThatSaysSo(int isolation) throws SQLException {
        UnitOfWork unit = at(isolation).begin("Carol");
        assertThat(unit.find(customers, 9L)).isPresent();
        UnitOfWork bobs = at(TRANSACTION_READ_COMMITTED).begin("Bob");
        bobs.registerRemoved(customers, 9L, 0);
        bobs.commit();
        unit.registerDirty(customers, new Customer(9, "Turanga", "Gouda"));

        assertThat(conflictsOf(unit::commit)).singleElement().satisfies(conflict -> {
            assertThat(conflict.kind()).isEqualTo(Conflict.Kind.DELETED);
            assertThat(conflict.id()).isEqualTo("9");
        });
    }

    @ParameterizedTest
    @MethodSource("isolations")
    @DisplayName("race 17: a record that was deleted and made again is not overwritten by an old form")
    void recreatedRowIsNotOverwrittenByAFormFromBefore(int isolation) throws SQLException {
        UnitOfWork bobs = at(isolation).begin("Bob");
        bobs.registerRemoved(recreating, 9L, 0);
        bobs.commit();
        UnitOfWork kims = at(isolation).begin("Kim");
        kims.recreate(recreating, new Customer(9, "Turanga", "Gouda"));
        long again = kims.commit().version(recreating, 9L);

        UnitOfWork late = at(isolation).begin("Carol");
        late.registerDirty(recreating, new Customer(9, "Leela", "Breda"), 0);
        assertThat(conflictsOf(late::commit)).singleElement().satisfies(conflict -> {
            assertThat(conflict.kind()).isEqualTo(Conflict.Kind.MODIFIED);
            assertThat(conflict.modifiedBy()).isEqualTo("Kim");
            assertThat(conflict.currentVersion()).isEqualTo(again).isPositive();
        });
        assertThat(text("SELECT name FROM customer WHERE id = 9")).containsExactly("Turanga");
    }

    @ParameterizedTest
    @MethodSource("isolations")
    void forceIsBoundToTheVersionThatWasShown(int isolation) throws SQLException {
        bobSaves(customers, new Customer(7, "Wong", "Breda"));
        UnitOfWork unit = at(isolation).begin("Carol");
        unit.force(customers, new Customer(7, "Kroker", "Leiden"), 0, 1);
        bobSaves(customers, new Customer(7, "Wong", "Delft"));

        assertThat(conflictsOf(unit::commit)).singleElement().satisfies(conflict -> {
            assertThat(conflict.expectedVersion()).isEqualTo(1);
            assertThat(conflict.currentVersion()).isEqualTo(2);
        });
        UnitOfWork again = at(isolation).begin("Carol");
        again.force(customers, new Customer(7, "Kroker", "Leiden"), 0, 2);
        assertThat(again.commit().version(customers, 7L)).isEqualTo(3);
        assertThat(text("SELECT name FROM customer WHERE id = 7")).containsExactly("Kroker");
    }

    @ParameterizedTest
    @MethodSource("isolations")
    @DisplayName("race 34: a row on which a unit only relies has changed before the commit")
    void whatWasReadMustNotHaveChanged(int isolation) throws SQLException {
        UnitOfWork unit = at(isolation).begin("Carol");
        unit.registerRead(unit.find(customers, 7L).orElseThrow());
        unit.registerDirty(contracts, new Contract(1, "Lease, taxed in Leiden", 7), 0);
        bobSaves(customers, new Customer(7, "Wong", "Breda"));

        assertThat(conflictsOf(unit::commit)).singleElement().satisfies(conflict -> {
            assertThat(conflict.kind()).isEqualTo(Conflict.Kind.READ_CHANGED);
            assertThat(conflict.modifiedBy()).isEqualTo("Bob");
            assertThat(conflict.currentVersion()).isEqualTo(1);
            assertThat(conflict.sentence()).startsWith("customer 7, on which this was based, was saved by Bob");
        });
        assertThat(text("SELECT title FROM contract")).containsExactly("Lease");
    }

    /**
     * Two that decide by what the other one writes: whoever comes second must fail, or both have decided by what is not true
     * any more.
     */
    @ParameterizedTest
    @MethodSource("isolations")
    @DisplayName("race 34: of two units that each read what the other writes, one fails")
    void ofTwoThatReadWhatTheOtherWritesOneFails(int isolation) throws Exception {
        try (Racers both = new Racers(2)) {
            for (long round = 0; round < 25; round++) {
                long seven = version(7);
                long eight = version(8);
                List<Optional<Exception>> outcomes = both.race(number ->
                        number == 0 ? swaps(isolation, 7, seven, 8, eight) : swaps(isolation, 8, eight, 7, seven));

                assertThat(outcomes.stream().filter(Optional::isEmpty))
                        .as("who came through")
                        .hasSizeLessThanOrEqualTo(1);
                assertThat(outcomes.stream().flatMap(Optional::stream))
                        .allSatisfy(failed ->
                                assertThat(failed).isInstanceOfAny(ConflictException.class, RetryableException.class));
                assertThat(version(7) + version(8)).isLessThanOrEqualTo(seven + eight + 1);
            }
        }
    }

    /** Else it could change after it was compared, and what was decided by it would be stored all the same. */
    @ParameterizedTest
    @MethodSource("isolations")
    void rowThatWasReadIsLockedUntilTheTransactionEnds(int isolation) throws SQLException {
        JdbcTransactions transactions = new JdbcTransactions(Isolated.at(isolation, database.dataSource()));
        UnitsOfWork joining =
                UnitsOfWork.on(transactions).mappers(contracts, customers).build();

        transactions.run(connection -> {
            UnitOfWork unit = joining.begin("Carol");
            unit.registerRead(customers, 8L, 0);
            unit.registerDirty(contracts, new Contract(1, "Lease of a ship", 7), 0);
            unit.commit();

            assertThatThrownBy(() -> execute("SELECT id FROM customer WHERE id = 8 FOR UPDATE NOWAIT"))
                    .isInstanceOf(SQLException.class);
            return true;
        });
        execute("SELECT id FROM customer WHERE id = 8 FOR UPDATE NOWAIT");
    }

    private Optional<Exception> swaps(int isolation, long written, long version, long read, long readVersion) {
        try {
            UnitOfWork unit = at(isolation).begin("writer of " + written);
            unit.registerRead(customers, read, readVersion);
            unit.registerDirty(customers, new Customer(written, "as " + read, "Delft"), version);
            unit.commit();
            return Optional.empty();
        } catch (ConflictException | RetryableException refused) {
            return Optional.of(refused);
        } catch (SQLException failed) {
            throw new IllegalStateException("a raw error of the database came through", failed);
        }
    }

    @ParameterizedTest
    @MethodSource("isolations")
    void whoeverLoadsAgainAfterAConflictLosesNothing(int isolation) throws Exception {
        try (Racers writers = new Racers(WRITERS)) {
            List<Integer> conflicts = writers.race(number -> addsTwentyTimes(isolation, number));

            assertThat(conflicts).hasSize(WRITERS);
            assertThat(new BigDecimal(
                            text("SELECT price FROM item WHERE id = 11").get(0)))
                    .isEqualByComparingTo(new BigDecimal(100 + WRITERS * 20));
            assertThat(text("SELECT version FROM contract")).containsExactly(String.valueOf(WRITERS * 20));
        }
    }

    private int addsTwentyTimes(int isolation, int number) {
        int conflicts = 0;
        int done = 0;
        while (done < 20) {
            try {
                UnitOfWork unit = at(isolation).begin("writer " + number);
                Contract lease = unit.find(contracts, 1L).orElse(null);
                List<Item> all = lease == null ? List.of() : unit.findMembers(items, lease);
                if (all.size() < 2) {
                    continue; // H2 at READ UNCOMMITTED does not see a row that is being written.
                }
                Item desk = all.get(0);
                unit.registerDirty(
                        items, desk.costing(desk.price().add(BigDecimal.ONE).toString()));
                unit.commit();
                done++;
            } catch (ConflictException | RetryableException again) {
                conflicts++;
            } catch (SQLException failed) {
                throw new IllegalStateException("a raw error of the database came through", failed);
            }
        }
        return conflicts;
    }

    @ParameterizedTest
    @MethodSource("isolations")
    void unitsThatChangeTheSameRowsInOppositeOrderDoNotGetStuck(int isolation) throws Exception {
        long[] ids = LongStream.range(100, 160).toArray();
        UnitOfWork make = at(TRANSACTION_READ_COMMITTED).begin("Alice");
        for (long id : ids) {
            make.registerNew(customers, new Customer(id, "n", "c"));
        }
        make.commit();
        try (Racers both = new Racers(4)) {
            for (int round = 0; round < 10; round++) {
                both.race(number -> writesAll(isolation, ids, number % 2 == 0));
            }
        }
        assertThat(text("SELECT version FROM customer WHERE id >= 100"))
                .hasSize(60)
                .containsOnly("40");
    }

    private int writesAll(int isolation, long[] ids, boolean upwards) {
        for (int attempt = 1; ; attempt++) {
            try {
                UnitOfWork unit = at(isolation).begin("writer");
                List<Customer> all = new ArrayList<>();
                for (long id : ids) {
                    int place = upwards ? all.size() : 0;
                    unit.find(customers, id).ifPresent(one -> all.add(place, one));
                }
                if (all.size() < ids.length) {
                    continue; // As above.
                }
                all.forEach(one -> unit.registerDirty(customers, new Customer(one.id(), "n", "c" + one.id())));
                unit.commit();
                return attempt;
            } catch (ConflictException | RetryableException again) {
                // Load again.
            } catch (SQLException failed) {
                throw new IllegalStateException("a raw error of the database came through", failed);
            }
        }
    }

    @Test
    void sendsOneStatementForEachTableAndBatchWithTheVersionInEveryWhere() throws SQLException {
        RecordedStatements recorded = new RecordedStatements();
        UnitsOfWork watched = UnitsOfWork.on(new JdbcTransactions(recorded.on(database.dataSource())))
                .mappers(customers)
                .members(contracts, items)
                .build();
        UnitOfWork unit = watched.begin("Bob");
        Contract lease = unit.find(contracts, 1L).orElseThrow();
        List<Item> both = unit.findMembers(items, lease);
        unit.registerRead(customers, 7L, 0);
        unit.registerDirty(customers, new Customer(8, "Philip", "Delft"), 0);
        unit.registerRemoved(customers, 9L, 0);
        for (long id = 20; id < 50; id++) {
            unit.registerNew(customers, new Customer(id, "n" + id, "Delft"));
        }
        both.forEach(item -> unit.registerDirty(items, item.costing("1.00")));
        recorded.takeAll();
        unit.commit();
        assertThat(recorded.takeAll()).containsExactlyElementsOf(mixedCommit());

        UnitOfWork many = watched.begin("Bob");
        for (long id = 20; id < 50; id++) {
            many.registerDirty(customers, new Customer(id, "m" + id, "Delft"), 0);
        }
        many.commit();
        assertThat(recorded.takeAll()).containsExactlyElementsOf(commitOfManyUpdates());

        UnitOfWork one = watched.begin("Bob");
        one.registerDirty(customers, new Customer(20, "x", "Delft"), 1);
        one.commit();
        assertThat(recorded.takeAll())
                .containsExactly("UPDATE customer SET name = ?, city = ?, since = ?, version = version + 1,"
                        + " modified_by = ?, modified_at = CURRENT_TIMESTAMP WHERE id = ? AND version = ?");
    }

    @Test
    void mappersOfOneTableWriteEachItsOwnColumnsAlsoWithIdsThatAreInts() throws SQLException {
        CustomerMapper names = new CustomerMapper(VersionedTable.<Customer>of("customer", "id", it -> (int) it.id())
                .column("name", Customer::name));
        CustomerMapper cities = new CustomerMapper(
                VersionedTable.of("customer", "id", Customer::id).column("city", Customer::city));
        UnitsOfWork both = UnitsOfWork.on(new JdbcTransactions(database.dataSource()))
                .mappers(names, cities)
                .build();
        UnitOfWork first = both.begin("Bob");
        UnitOfWork second = both.begin("Bob");
        for (long id = 7; id <= 9; id++) {
            first.registerDirty(names, new Customer(id, "n" + id, "-"), 0);
            second.registerDirty(cities, new Customer(id, "-", "c" + id), 1);
        }
        first.commit();
        second.commit();

        UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("Bob");
        assertThat(unit.findAll(customers, List.of(7L, 8L, 9L)))
                .extracting(Customer::name, Customer::city)
                .containsExactly(tuple("n7", "c7"), tuple("n8", "c8"), tuple("n9", "c9"));
    }

    /** What is sent to insert 30 customers, change one, delete one, read one, and change two items of a contract. */
    List<String> mixedCommit() {
        return List.of(
                "SELECT id, version FROM contract WHERE id IN (?) ORDER BY id FOR UPDATE",
                "SELECT id, version FROM customer WHERE id IN (?, ?, ?) ORDER BY id FOR UPDATE",
                "INSERT INTO customer (id, version, name, city, since, modified_by, modified_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP)",
                "DELETE FROM customer WHERE id = ? AND version = ?",
                "UPDATE item SET text = ?, price = ? WHERE id = ? AND contract_id = ?",
                "UPDATE customer SET name = ?, city = ?, since = ?, version = version + 1, modified_by = ?,"
                        + " modified_at = CURRENT_TIMESTAMP WHERE id = ? AND version = ?",
                "UPDATE contract SET version = version + 1, modified_by = ?, modified_at = CURRENT_TIMESTAMP"
                        + " WHERE id = ? AND version = ?");
    }

    List<String> commitOfManyUpdates() {
        return List.of(
                "SELECT id, version FROM customer WHERE id IN (%s) ORDER BY id FOR UPDATE"
                        .formatted(String.join(", ", Collections.nCopies(30, "?"))),
                "UPDATE customer SET name = ?, city = ?, since = ?, version = version + 1, modified_by = ?,"
                        + " modified_at = CURRENT_TIMESTAMP WHERE id = ? AND version = ?");
    }

    @Test
    void findingAgainGivesTheSameObjectAndWhatItIsToBe() throws SQLException {
        UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("Bob");
        Customer first = unit.find(customers, 7L).orElseThrow();

        assertThat(unit.find(customers, 7L)).containsSame(first);
        assertThat(unit.find(customers, 7)).as("the same id, as an int").containsSame(first);
        Customer moved = new Customer(7, "Wong", "Delft");
        unit.registerDirty(customers, moved);
        assertThat(unit.find(customers, 7L)).containsSame(moved);
        unit.registerRemoved(moved);
        assertThat(unit.find(customers, 7L)).isEmpty();
    }

    @Test
    void versionOfTheFormIsComparedAndNotTheOneThatWasReadJustBefore() throws SQLException {
        bobSaves(customers, new Customer(7, "Wong", "Delft"));
        UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("Carol");
        Customer found = unit.find(customers, 7L).orElseThrow();
        assertThat(unit.version(found)).isEqualTo(1);
        unit.expect(found, 0);
        unit.registerDirty(customers, new Customer(7, "Kroker", "Leiden"));

        assertThat(conflictsOf(unit::commit)).singleElement().satisfies(conflict -> {
            assertThat(conflict.expectedVersion()).isZero();
            assertThat(conflict.currentVersion()).isEqualTo(1);
        });
        assertThat(text("SELECT city FROM customer WHERE id = 7")).containsExactly("Delft");
    }

    @Test
    void committingTwiceIsRefused() throws SQLException {
        UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("Bob");
        unit.registerDirty(customers, wong, 0);
        unit.commit();

        assertThatIllegalStateException().isThrownBy(unit::commit).withMessageContaining("it is committed");
    }

    @Test
    void committingAgainAfterAConflictIsRefusedAndSaysWhy() throws SQLException {
        bobSaves(customers, new Customer(7, "Wong", "Delft"));
        UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("Carol");
        unit.registerDirty(customers, wong, 0);
        conflictsOf(unit::commit);

        assertThatIllegalStateException()
                .isThrownBy(unit::commit)
                .withMessageContaining("was saved by Bob")
                .withMessageContaining("would overwrite that")
                .withMessageContaining("load again");
        assertThatIllegalStateException().isThrownBy(() -> unit.registerDirty(customers, wong, 1));
        assertThat(text("SELECT city FROM customer WHERE id = 7")).containsExactly("Delft");
    }

    @Test
    void checkCurrentWarnsEarlyAndLocksNothing() throws SQLException {
        UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("Carol");
        Customer found = unit.find(customers, 7L).orElseThrow();
        Customer fry = unit.find(customers, 8L).orElseThrow();
        unit.checkCurrent();
        bobSaves(customers, new Customer(7, "Wong", "Delft"));

        assertThat(conflictsOf(() -> unit.checkCurrent(fry, found)))
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.modifiedBy()).isEqualTo("Bob"));
        unit.checkCurrent(fry);
    }

    @Test
    void inACallersTransactionAConflictIsUnexplainedAndNothingCanBeCommitted() throws SQLException {
        bobSaves(customers, new Customer(8, "Philip", "Delft"));
        JdbcTransactions transactions = new JdbcTransactions(database.dataSource());
        UnitsOfWork joining = UnitsOfWork.on(transactions).mappers(customers).build();
        List<ConflictException> seen = new ArrayList<>();

        ConflictException thrown = catchThrowableOfType(
                ConflictException.class,
                () -> transactions.run(connection -> {
                    UnitOfWork unit = joining.begin("Carol");
                    unit.registerDirty(customers, new Customer(9, "Turanga", "Gouda"), 0);
                    unit.commit();
                    UnitOfWork second = joining.begin("Carol");
                    second.registerDirty(customers, new Customer(8, "J. Fry", "Leiden"), 0);
                    try {
                        second.commit();
                    } catch (ConflictException swallowed) {
                        seen.add(swallowed);
                    }
                    return true;
                }));

        assertThat(seen)
                .singleElement()
                .satisfies(swallowed -> assertThat(swallowed.explained()).isFalse());
        assertThat(text("SELECT name FROM customer ORDER BY id")).containsExactly("Wong", "Philip", "Leela");
        assertThat(thrown.explained()).isTrue();
        assertThat(thrown.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.modifiedBy()).isEqualTo("Bob"));
    }

    @Test
    void greatestVersionIsRefusedAndNothingIsWritten() throws SQLException {
        execute("UPDATE customer SET version = " + Long.MAX_VALUE + " WHERE id = 7");
        UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("Bob");
        unit.registerDirty(customers, new Customer(8, "J. Fry", "Leiden"), 0);
        unit.registerDirty(customers, wong, Long.MAX_VALUE);

        assertThatIllegalArgumentException()
                .isThrownBy(unit::commit)
                .withMessageContaining("is the greatest that column version of customer can hold");
        assertThat(text("SELECT name FROM customer WHERE id = 8")).containsExactly("Fry");
    }

    @Test
    void violatedConstraintLeavesNothing() throws SQLException {
        UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("Bob");
        unit.registerNew(customers, new Customer(5, "Amy", "Breda"));
        unit.registerDirty(customers, new Customer(8, "J. Fry".repeat(100), "Leiden"), 0);

        assertThatThrownBy(unit::commit).isInstanceOf(SQLException.class);
        assertThat(text("SELECT name FROM customer ORDER BY id")).containsExactly("Wong", "Fry", "Leela");
        assertThatIllegalStateException().isThrownBy(unit::commit).withMessageContaining("nothing of it was written");
    }

    @Test
    @DisplayName("race 20: one old version among many updates leaves nothing of them")
    void oneOldVersionAmongManyUpdatesLeavesNothing() throws SQLException {
        bobSaves(customers, new Customer(8, "Philip", "Delft"));
        UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("Carol");
        for (long id : new long[] {7, 8, 9}) {
            unit.registerDirty(customers, new Customer(id, "Carol's", "Breda"), 0);
        }

        assertThat(conflictsOf(unit::commit))
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.id()).isEqualTo("8"));
        assertThat(text("SELECT name FROM customer ORDER BY id")).containsExactly("Wong", "Philip", "Leela");
    }

    @Test
    void commitThatTheDatabaseGivesUpIsRunAgainFromTheSameVersions() throws SQLException {
        GivingUpDriver driver = GivingUpDriver.serializable(2);
        UnitsOfWork unlucky = UnitsOfWork.on(new JdbcTransactions(driver.on(database.dataSource())))
                .mappers(customers)
                .build();
        UnitOfWork unit = unlucky.begin("Bob");
        unit.registerDirty(customers, new Customer(7, "Wong", "Delft"), 0);
        unit.registerDirty(customers, new Customer(8, "Philip", "Delft"), 0);
        driver.start();

        assertThatCode(() -> assertThat(unit.commit().version(customers, 7L)).isEqualTo(1))
                .doesNotThrowAnyException();
        assertThat(driver.givenUp()).isEqualTo(2);
        assertThat(text("SELECT version FROM customer WHERE id < 9")).containsOnly("1");

        UnitOfWork hopeless = unlucky.begin("Bob");
        hopeless.registerDirty(customers, new Customer(7, "Wong", "Gouda"), 1);
        driver.start();
        driver.start();
        assertThatThrownBy(hopeless::commit).isInstanceOf(RetryableException.class);
        assertThat(version(7)).isEqualTo(1);
    }

    @Test
    void lostConnectionDuringTheCommitIsNeitherSuccessNorFailure() throws SQLException {
        GivingUpDriver driver = GivingUpDriver.answerLost();
        UnitOfWork unit = UnitsOfWork.on(new JdbcTransactions(driver.on(database.dataSource())))
                .mappers(customers)
                .build()
                .begin("Bob");
        unit.registerDirty(customers, new Customer(7, "Wong", "Delft"), 0);
        driver.start();

        assertThatThrownBy(unit::commit).isInstanceOf(OutcomeUnknownException.class);
        assertThatIllegalStateException().isThrownBy(unit::commit).withMessageContaining("nobody knows whether");
        assertThat(version(7)).isEqualTo(1);
    }

    /** Some at each build; {@code -Dheldby.increments=1000000} for a soak. */
    @Test
    void incrementsOfSixteenThreadsLoseNone() throws Exception {
        int threads = 16;
        int each = Math.max(1, Integer.getInteger("heldby.increments", 2000) / threads);
        int rows = 32;
        UnitOfWork make = at(TRANSACTION_READ_COMMITTED).begin("Alice");
        for (long id = 100; id < 100 + rows; id++) {
            make.registerNew(customers, new Customer(id, "0", "n"));
        }
        make.commit();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> counters = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                counters.add(pool.submit(() -> increments(each, rows)));
            }
            int conflicts = 0;
            for (Future<Integer> counter : counters) {
                conflicts += counter.get(2, TimeUnit.HOURS);
            }
            long sum = 0;
            long versions = 0;
            for (String row : text("SELECT name FROM customer WHERE id >= 100")) {
                sum += Long.parseLong(row);
            }
            for (String row : text("SELECT version FROM customer WHERE id >= 100")) {
                versions += Long.parseLong(row);
            }
            assertThat(sum)
                    .as("increments, of which %d met a conflict", conflicts)
                    .isEqualTo((long) threads * each);
            assertThat(versions).isEqualTo(sum);
        } finally {
            pool.shutdownNow();
        }
    }

    private int increments(int times, int rows) throws SQLException {
        int conflicts = 0;
        for (int done = 0; done < times; ) {
            long id = 100 + ThreadLocalRandom.current().nextInt(rows);
            try {
                UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("counter");
                Customer counter = unit.find(customers, id).orElseThrow();
                unit.registerDirty(
                        customers, new Customer(id, String.valueOf(Long.parseLong(counter.name()) + 1), "n"));
                unit.commit();
                done++;
            } catch (ConflictException | RetryableException again) {
                conflicts++;
            }
        }
        return conflicts;
    }

    @Test
    void wrongUseIsRefusedWithTheFix() throws SQLException {
        UnitOfWork unit = at(TRANSACTION_READ_COMMITTED).begin("Bob");
        assertThatIllegalStateException()
                .isThrownBy(() -> unit.registerDirty(customers, wong))
                .withMessageContaining("customer 7 was not found in this unit of work")
                .withMessageContaining("say the version");
        assertThatIllegalStateException()
                .isThrownBy(() -> unit.registerNew(items, new Item(14, 1, "Rug", BigDecimal.ONE)))
                .withMessageContaining("contract 1, to which this item belongs, is not in this unit of work");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unit.find(new CustomerMapper(), 7L))
                .withMessageContaining("UnitsOfWork.on(…).mappers(…)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unit.registerDirty(customers, wong, -1))
                .withMessageContaining("customer 7 cannot have been loaded with version -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at(TRANSACTION_READ_COMMITTED).begin(" "))
                .withMessageContaining("must have a name");
    }

    /** Race 18: no number, no proof. */
    @Test
    void driverThatCannotCountTheRowsOfABatchIsNoticedAtTheStart() {
        assertThatIllegalStateException()
                .isThrownBy(() -> UnitsOfWork.on(new JdbcTransactions(
                                ForgetfulDriver.answering(Statement.SUCCESS_NO_INFO, database.dataSource())))
                        .mappers(customers)
                        .build())
                .withMessageContaining("answers -2")
                .withMessageContaining("useBulkStmts=false");
    }

    private void bobSaves(CustomerMapper mapper, Customer customer) throws SQLException {
        UnitOfWork bobs = at(TRANSACTION_READ_COMMITTED).begin("Bob");
        assertThat(bobs.find(mapper, customer.id())).isPresent();
        bobs.registerDirty(mapper, customer);
        bobs.commit();
    }

    private long version(long customer) throws SQLException {
        return Long.parseLong(
                text("SELECT version FROM customer WHERE id = " + customer).get(0));
    }

    static List<Conflict> conflictsOf(ThrowingCallable commit) {
        ConflictException thrown = catchThrowableOfType(ConflictException.class, commit);
        assertThat(thrown).as("a conflict").isNotNull();
        assertThat(thrown.explained()).isTrue();
        return thrown.conflicts();
    }

    List<String> text(String query) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> answer = new ArrayList<>();
            while (row.next()) {
                answer.add(row.getString(1));
            }
            return answer;
        }
    }

    void execute(String statement) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }
}
