package io.heldby.jdbc.unitofwork;

import static io.heldby.jdbc.unitofwork.UnitOfWorkContract.conflictsOf;
import static java.sql.Connection.TRANSACTION_READ_COMMITTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heldby.jdbc.JdbcTransactions;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.Conflict;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a mapper promises of a table that has no version and cannot get one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AllFieldsContract {

    private static final int WRITERS = 8;

    private final TestDatabase database;
    private final JdbcTransactions transactions;
    private final TermsMapper mapper = new TermsMapper();
    private final Terms stored =
            new Terms(7, "Wong", null, new BigDecimal("2.50"), LocalDate.of(2026, 11, 26), 0.1, true);

    AllFieldsContract(TestDatabase database) {
        this.database = database;
        this.transactions = new JdbcTransactions(database.dataSource());
    }

    @BeforeAll
    void createTables() throws SQLException {
        execute(
                "CREATE TABLE terms (id BIGINT PRIMARY KEY, payer " + textType()
                        + ", remark VARCHAR(100), discount DECIMAL(10, 4), since DATE, factor DOUBLE PRECISION, active BOOLEAN)");
        execute("CREATE TABLE photo (id BIGINT PRIMARY KEY, name VARCHAR(100), image " + incomparableType() + ")");
    }

    /** A type that compares without regard to case, where the database has one. */
    abstract String textType();

    abstract String incomparableType();

    @BeforeEach
    void storeOne() throws SQLException {
        execute("DELETE FROM terms");
        insert(stored);
    }

    @AfterAll
    void dropDatabase() {
        database.close();
    }

    @Test
    void unchangedRecordIsSavedAlthoughAFieldIsNull() throws SQLException {
        long version = find().version();

        assertThatCode(() -> update(stored.paidBy("Kroker"), version)).doesNotThrowAnyException();

        assertThat(find().value()).isEqualTo(stored.paidBy("Kroker"));
        assertThat(find().version()).isNotEqualTo(version);
    }

    @Test
    void versionFitsIntoAJavaScriptNumber() throws SQLException {
        assertThat(find().version()).isBetween(0L, 1L << 53);
    }

    @Test
    void changeByWhomeverIsAConflict() throws SQLException {
        long version = find().version();
        execute("UPDATE terms SET discount = 3 WHERE id = 7");

        Conflict conflict =
                conflictsOf(() -> update(stored.paidBy("Kroker"), version)).get(0);

        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.MODIFIED);
        assertThat(conflict.modifiedBy()).isNull();
        assertThat(conflict.sentence()).isEqualTo("terms 7 was changed meanwhile");
        assertThat(find().value().payer()).isEqualTo("Wong");
    }

    @Test
    void nullThatGotAValueAndAValueThatBecameNullAreChanges() throws SQLException {
        long version = find().version();
        execute("UPDATE terms SET remark = '' WHERE id = 7");
        assertThat(conflictsOf(() -> update(stored.paidBy("Kroker"), version))).hasSize(1);
        execute("UPDATE terms SET remark = NULL, payer = NULL WHERE id = 7");
        assertThat(conflictsOf(() -> update(stored.paidBy("Kroker"), version))).hasSize(1);
    }

    @Test
    void collationHidesNoChange() throws SQLException {
        long version = find().version();
        for (String other : new String[] {"wong", "Wong ", "Wöng"}) {
            execute("UPDATE terms SET payer = '" + other + "' WHERE id = 7");
            assertThat(conflictsOf(() -> update(stored.paidBy("Kroker"), version)))
                    .as(other)
                    .hasSize(1);
        }
    }

    @Test
    void changeThatWasChangedBackGoesUnseen() throws SQLException {
        long version = find().version();
        execute("UPDATE terms SET payer = 'Fry' WHERE id = 7");
        execute("UPDATE terms SET payer = 'Wong' WHERE id = 7");

        update(stored.paidBy("Kroker"), version);

        assertThat(find().value().payer()).isEqualTo("Kroker");
    }

    @Test
    void deletedAndWrongVersions() throws SQLException {
        long version = find().version();
        assertThat(conflictsOf(() -> delete(version + 1)).get(0).kind()).isEqualTo(Conflict.Kind.MODIFIED);
        delete(version);
        assertThat(conflictsOf(() -> delete(version)).get(0).kind()).isEqualTo(Conflict.Kind.DELETED);
        assertThat(conflictsOf(() -> update(stored, version)).get(0).kind()).isEqualTo(Conflict.Kind.DELETED);
    }

    /** They load the same at the same moment; only the statement that writes can tell. */
    @Test
    @DisplayName("race 19: of many saves from one state exactly one commits")
    void ofManySavesFromOneStateExactlyOneCommits() throws SQLException {
        try (SimultaneousWriters writers = new SimultaneousWriters(database, TRANSACTION_READ_COMMITTED, WRITERS)) {
            for (int round = 0; round < 50; round++) {
                long version = find().version();
                int number = round;
                var outcome = writers.race(
                        (connection, name) -> mapper.update(connection, stored.paidBy(name + number), version, name));
                assertThat(outcome.committed()).hasSize(1);
                assertThat(outcome.refused()).hasSize(WRITERS - 1);
            }
        }
    }

    @Test
    void inAUnitOfWorkItIsLockedComparedAndWrittenLikeOthers() throws SQLException {
        UnitsOfWork units = UnitsOfWork.on(transactions).mappers(mapper).build();
        insert(new Terms(8, "Fry", "x", BigDecimal.ONE, LocalDate.EPOCH, 1, false));
        UnitOfWork unit = units.begin("Bob");
        Terms found = unit.find(mapper, 7L).orElseThrow();
        unit.registerDirty(mapper, found.paidBy("Kroker"));
        unit.registerRead(unit.find(mapper, 8L).orElseThrow());
        Committed committed = unit.commit();
        assertThat(committed.version(mapper, 7L)).isEqualTo(find().version());

        UnitOfWork late = units.begin("Carol");
        late.registerDirty(
                mapper,
                stored.paidBy("Amy"),
                Fingerprint.of(mapper.values(stored).values()));
        late.registerRemoved(late.find(mapper, 8L).orElseThrow());
        assertThat(conflictsOf(late::commit))
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.id()).isEqualTo("7"));
        assertThat(find().value().payer()).isEqualTo("Kroker");
    }

    @Test
    void columnThatCannotBeComparedIsRefusedByName() {
        VersionedMapper<Terms> photos = new TermsMapper(VersionedTable.of("photo", "id", Terms::id)
                .column("name", Terms::payer)
                .column("image", Terms::remark)
                .withoutVersion());

        assertThatIllegalStateException()
                .isThrownBy(() -> UnitsOfWork.on(transactions).mappers(photos).build())
                .withMessageContaining("column image of photo has type")
                .withMessageContaining("leave it out of the mapper's columns");
    }

    @Test
    void whatNeedsAVersionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TermsMapper.TABLE.logged(new ChangeLog(JdbcSettings.defaults(), () -> "")))
                .withMessageContaining("terms has no version");
    }

    private Versioned<Terms> find() throws SQLException {
        return transactions.<Versioned<Terms>, SQLException>run(
                connection -> mapper.find(connection, 7L).orElseThrow());
    }

    private void insert(Terms terms) throws SQLException {
        long unused = transactions.<Long, SQLException>run(connection -> mapper.insert(connection, terms, "Alice"));
    }

    private long update(Terms terms, long version) throws SQLException {
        return transactions.<Long, SQLException>run(connection -> mapper.update(connection, terms, version, "Carol"));
    }

    private void delete(long version) throws SQLException {
        boolean unused = transactions.<Boolean, SQLException>run(connection -> {
            mapper.delete(connection, 7L, version, "Carol");
            return true;
        });
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    record Terms(
            long id,
            @Nullable String payer,
            @Nullable String remark,
            BigDecimal discount,
            LocalDate since,
            double factor,
            boolean active) {

        Terms paidBy(String newPayer) {
            return new Terms(id, newPayer, remark, discount, since, factor, active);
        }

        /** The database's scale is no difference. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Terms terms
                    && Fingerprint.of(TermsMapper.VALUES.values(this).values())
                            == Fingerprint.of(TermsMapper.VALUES.values(terms).values());
        }

        @Override
        public int hashCode() {
            return Long.hashCode(id);
        }
    }

    static final class TermsMapper extends VersionedMapper<Terms> {

        static final VersionedTable<Terms> TABLE = VersionedTable.of("terms", "id", Terms::id)
                .column("payer", Terms::payer)
                .column("remark", Terms::remark)
                .column("discount", Terms::discount)
                .column("since", Terms::since)
                .column("factor", Terms::factor)
                .column("active", Terms::active)
                .withoutVersion();

        static final TermsMapper VALUES = new TermsMapper();

        TermsMapper() {
            this(TABLE);
        }

        TermsMapper(VersionedTable<Terms> table) {
            super(table);
        }

        @Override
        protected Terms read(ResultSet row) throws SQLException {
            return new Terms(
                    row.getLong("id"),
                    row.getString("payer"),
                    row.getString("remark"),
                    row.getBigDecimal("discount"),
                    row.getObject("since", LocalDate.class),
                    row.getDouble("factor"),
                    row.getBoolean("active"));
        }
    }
}
