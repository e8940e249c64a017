package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.ChangeQuery;
import io.heldby.jdbc.unitofwork.Committed;
import io.heldby.jdbc.unitofwork.UnitOfWork;
import io.heldby.jdbc.unitofwork.UnitsOfWork;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.lock.Transactions;
import io.heldby.version.ChangeRecord;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.ConflictField;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the examples of docs/optimistic-lock.md, which has the code between the tags. */
class OptimisticLockGuideTest {

    private final CoverageMapper coverages = new CoverageMapper();
    private PolicyOffice office;
    private Heldby heldby;
    private Transactions transactions;
    private ChangeLog changeLog;
    private LoggedPolicyMapper policies;
    private UnitsOfWork units;

    @BeforeEach
    void open() throws SQLException {
        office = new PolicyOffice();
        heldby = Heldby.builder(office.dataSource()).build();
        transactions = heldby.transactions();
        changeLog = heldby.changeLog();
        policies = new LoggedPolicyMapper(changeLog);
        try (Connection connection = office.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE coverage (id BIGINT PRIMARY KEY, policy VARCHAR(20) NOT NULL"
                    + " REFERENCES policy (number), kind VARCHAR(50) NOT NULL)");
            statement.execute("INSERT INTO coverage VALUES (1, '12345', 'fire'), (2, '12345', 'water')");
            policies.insert(connection, new Policy("12346", "Kif", new BigDecimal("70.00")), "Import");
        }
        // tag::units[]
        UnitsOfWork units = UnitsOfWork.on(transactions)
                .mappers(policies)
                .members(policies, coverages)
                .build();
        // end::units[]
        this.units = units;
    }

    @AfterEach
    void close() {
        heldby.close();
        office.close();
    }

    @Test
    void whoSavesFirstIsStoredAndWhoComesSecondReadsWhoThatWas() throws SQLException {
        Versioned<Policy> loaded = load();
        saves("Luke Skywalker", Map.of("premium", new BigDecimal("85.00")));

        assertThat(save(loaded.value().withPremium("99.00"), loaded.version()))
                .isEqualTo("Luke Skywalker saved version 1 meanwhile; nothing of yours was written");
        assertThat(office.stored().value().premium()).isEqualByComparingTo("85.00");

        Versioned<Policy> again = load();
        assertThat(save(again.value().withPremium("99.00"), again.version())).isEqualTo("saved");
    }

    private Versioned<Policy> load() throws SQLException {
        // tag::load[]
        Versioned<Policy> loaded = transactions.run(
                connection -> policies.find(connection, "12345").orElseThrow());
        // end::load[]
        return loaded;
    }

    private String save(Policy changed, long loadedVersion) throws SQLException {
        // tag::save[]
        try {
            transactions.run(connection -> policies.update(connection, changed, loadedVersion, "Leia Organa"));
            return "saved";
        } catch (ConflictException tooLate) {
            Conflict conflict = tooLate.conflicts().get(0);
            return conflict.kind() == Conflict.Kind.DELETED
                    ? "the policy was deleted meanwhile; nothing of yours was written"
                    : "%s saved version %d meanwhile; nothing of yours was written"
                            .formatted(conflict.modifiedBy(), conflict.currentVersion());
        }
        // end::save[]
    }

    @Test
    void deleteNamesTheVersionAsWell() throws SQLException {
        long loadedVersion = load().version();
        saves("Luke Skywalker", Map.of("premium", new BigDecimal("85.00")));

        assertThatThrownBy(() -> delete(loadedVersion)).isInstanceOf(ConflictException.class);
        assertThat(office.stored().version()).isEqualTo(1);

        execute("DELETE FROM coverage");
        delete(1);
        assertThat(save(new Policy("12345", "Zapp", new BigDecimal("99.00")), 1))
                .isEqualTo("the policy was deleted meanwhile; nothing of yours was written");
    }

    private void delete(long loadedVersion) throws SQLException {
        transactions.run(connection -> {
            policies.delete(connection, "12345", loadedVersion, "Leia Organa");
            return true;
        });
    }

    @Test
    void unitOfWorkWritesAllOrNothing() throws SQLException {
        Committed committed = work(0);
        assertThat(committed.version(policies, "12345")).isEqualTo(1);
        assertThat(committed.version(policies, "12346")).isZero();
        assertThat(office.stored().value().premium()).isEqualByComparingTo("99.00");

        ConflictException late = catchThrowableOfType(ConflictException.class, () -> work(0));
        assertThat(late.conflicts()).extracting(Conflict::id).containsExactly("12345");
    }

    private Committed work(long versionFromTheForm) throws SQLException {
        // tag::unit[]
        UnitOfWork unit = units.begin("Leia Organa");
        Policy policy = unit.find(policies, "12345").orElseThrow();
        unit.expect(policy, versionFromTheForm); // Not that of the row that was read just now.
        unit.registerDirty(policies, policy.withPremium("99.00"));
        unit.registerRead(unit.find(policies, "12346").orElseThrow()); // The new premium depends on it.
        Committed committed = unit.commit();
        // end::unit[]
        return committed;
    }

    @Test
    void membersRaiseTheVersionOfTheirRootOnce() throws SQLException {
        assertThat(workOnMembers(0).version(policies, "12345")).isEqualTo(1);
        assertThat(text("SELECT kind FROM coverage ORDER BY id")).containsExactly("fire, smoke", "theft");
        assertThat(changeLog().get(0).fields())
                .extracting("field")
                .containsExactly("coverage[1].kind", "coverage[2].kind", "coverage[3].kind");
        assertThatThrownBy(() -> work(0))
                .as("of the root, from the form before")
                .isInstanceOf(ConflictException.class);
    }

    private Committed workOnMembers(long versionFromTheForm) throws SQLException {
        // tag::members[]
        UnitOfWork unit = units.begin("Leia Organa");
        Policy policy = unit.find(policies, "12345").orElseThrow();
        unit.expect(policy, versionFromTheForm);
        List<Coverage> all = unit.findMembers(coverages, policy);
        unit.registerDirty(coverages, all.get(0).ofKind("fire, smoke"));
        unit.registerRemoved(coverages, all.get(1));
        unit.registerNew(coverages, new Coverage(3, "12345", "theft"));
        return unit.commit();
        // end::members[]
    }

    @Test
    void saveThatIsSentAgainIsTheSameSave() throws SQLException {
        assertThat(saveAs("2f1c", 0).repeated()).isFalse();
        assertThat(saveAs("2f1c", 0).repeated()).isTrue();
        assertThat(office.stored().version()).isEqualTo(1);
    }

    private Committed saveAs(String saveIdFromTheForm, long versionFromTheForm) throws SQLException {
        UnitOfWork unit = units.begin("Leia Organa");
        unit.saveId(saveIdFromTheForm);
        unit.registerDirty(policies, load().value().withPremium("99.00"), versionFromTheForm);
        Committed committed = unit.commit(); // committed.repeated(): it was saved the first time.
        return committed;
    }

    @Test
    void conflictTellsForEachFieldWhatItWasIsAndWasToBe() throws SQLException {
        saves("Luke Skywalker", Map.of("holder", "Wong"));
        ConflictException tooLate = catchThrowableOfType(
                ConflictException.class, () -> save0(new Policy("12345", "Kroker", new BigDecimal("80.00"))));

        assertThat(show(tooLate)).isEqualTo("holder: you Kroker, Luke Skywalker Wong, it was Zapp\npremium: 80.00");
    }

    private static String show(ConflictException tooLate) {
        // tag::fields[]
        Conflict conflict = tooLate.conflicts().get(0);
        return conflict.fields().stream()
                .map(field -> field.values().open()
                        ? "%s: you %s, %s %s, it was %s"
                                .formatted(
                                        field.field(),
                                        field.values().mine(),
                                        field.changedBy(),
                                        field.values().theirs(),
                                        field.values().base())
                        : "%s: %s".formatted(field.field(), field.values().merged()))
                .collect(Collectors.joining("\n"));
        // end::fields[]
    }

    @Test
    void mergeAsksOnlyForWhatBothChanged() throws SQLException {
        saves("Luke Skywalker", Map.of("holder", "Wong"));
        Policy mine = new Policy("12345", "Zapp", new BigDecimal("99.00"));
        merge(mine, 0);
        assertThat(office.stored().value()).isEqualTo(new Policy("12345", "Wong", new BigDecimal("99.00")));

        // Both have changed the holder; and the premium must not change while somebody decides.
        Policy myHolder = new Policy("12345", "Kroker", new BigDecimal("80.00"));
        ConflictException asks = catchThrowableOfType(ConflictException.class, () -> merge(myHolder, 0));
        assertThat(asks.conflicts().get(0).merge().open()).extracting("field").containsExactly("holder", "premium");

        decide(myHolder, 0, 2, Map.of("holder", "Kroker-Wong", "premium", new BigDecimal("99.00")));
        assertThat(office.stored().value().holder()).isEqualTo("Kroker-Wong");
        assertThat(office.stored().version()).isEqualTo(3);
    }

    private void merge(Policy mine, long versionFromTheForm) throws SQLException {
        UnitOfWork unit = units.begin("Leia Organa");
        // tag::merge[]
        unit.merge(policies, mine, versionFromTheForm); // Throws a ConflictException when a person must decide.
        // end::merge[]
        unit.commit();
    }

    private void decide(
            Policy mine, long versionFromTheForm, long versionShown, Map<String, @Nullable Object> decisions)
            throws SQLException {
        UnitOfWork unit = units.begin("Leia Organa");
        // tag::decide[]
        unit.merge(policies, mine, versionFromTheForm, versionShown, decisions);
        // end::decide[]
        unit.commit();
    }

    @Test
    void forceIsBoundToWhatWasShownAndCanBeTakenBack() throws SQLException {
        saves("Luke Skywalker", Map.of("holder", "Wong"));
        Policy mine = new Policy("12345", "Kroker", new BigDecimal("80.00"));
        assertThatThrownBy(() -> force(mine, 0, 0)).isInstanceOf(ConflictException.class);

        force(mine, 0, 1);
        assertThat(office.stored().value().holder()).isEqualTo("Kroker");
        assertThat(changeLog().get(0).action()).isEqualTo(ChangeRecord.Action.FORCED);

        assertThat(restore(2)).isPresent();
        assertThat(office.stored().value().holder()).isEqualTo("Wong");
    }

    private void force(Policy mine, long versionFromTheForm, long versionShown) throws SQLException {
        UnitOfWork unit = units.begin("Leia Organa");
        // tag::force[]
        unit.force(policies, mine, versionFromTheForm, versionShown);
        // end::force[]
        unit.commit();
    }

    private Optional<Policy> restore(long versionThatOverwrote) throws SQLException {
        UnitOfWork unit = units.begin("Luke Skywalker");
        // tag::restore[]
        Optional<Policy> restored = unit.restore(policies, "12345", versionThatOverwrote);
        // end::restore[]
        unit.commit();
        return restored;
    }

    @Test
    void deletedRecordComesBackAboveAllVersionsThatItHasHad() throws SQLException {
        saves("Luke Skywalker", Map.of("holder", "Wong"));
        execute("DELETE FROM coverage");
        delete(1);

        assertThat(recreate(new Policy("12345", "Kroker", new BigDecimal("80.00"))))
                .isEqualTo(3);
        assertThat(save(new Policy("12345", "Zapp", new BigDecimal("99.00")), 1))
                .startsWith("Leia Organa saved version 3 meanwhile");
    }

    private long recreate(Policy mine) throws SQLException {
        UnitOfWork unit = units.begin("Leia Organa");
        // tag::recreate[]
        unit.recreate(policies, mine);
        // end::recreate[]
        return unit.commit().version(policies, "12345");
    }

    @Test
    void unitOfWorkTakesPartInTheCallersTransaction() throws SQLException {
        assertThat(together(0)).isEqualTo(1);
        assertThat(text("SELECT kind FROM coverage ORDER BY id")).containsExactly("fire");

        assertThatThrownBy(() -> together(0)).isInstanceOf(ConflictException.class);
        assertThat(text("SELECT kind FROM coverage ORDER BY id"))
                .as("rolled back")
                .containsExactly("fire");
    }

    private long together(long versionFromTheForm) throws SQLException {
        // tag::together[]
        return transactions.run(connection -> {
            UnitOfWork unit = units.begin("Leia Organa");
            unit.registerDirty(policies, load(connection).withPremium("99.00"), versionFromTheForm);
            long version = unit.commit().version(policies, "12345"); // Written, and true when this transaction commits.
            removeWater(connection);
            return version;
        });
        // end::together[]
    }

    private Policy load(Connection connection) throws SQLException {
        return policies.find(connection, "12345").orElseThrow().value();
    }

    private static void removeWater(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM coverage WHERE kind = 'water'");
        }
    }

    @Test
    void whatWasRefusedIsNotSavedAgain() throws SQLException {
        saves("Luke Skywalker", Map.of("holder", "Wong"));
        UnitOfWork unit = units.begin("Leia Organa");
        unit.registerDirty(policies, new Policy("12345", "Zapp", new BigDecimal("99.00")), 0);
        assertThatThrownBy(unit::commit).isInstanceOf(ConflictException.class);

        assertThatIllegalStateException()
                .isThrownBy(unit::commit)
                .withMessageContaining("The same objects would overwrite that");
    }

    @Test
    void tableWithoutVersionIsComparedByItsFields() throws SQLException {
        FrozenPolicyMapper frozen = new FrozenPolicyMapper();
        long loaded = transactions
                .run(connection -> frozen.find(connection, "12345"))
                .orElseThrow()
                .version();
        saves("Luke Skywalker", Map.of("holder", "Wong"));

        ConflictException tooLate = catchThrowableOfType(
                ConflictException.class,
                () -> transactions.run(connection -> frozen.update(
                        connection, new Policy("12345", "Zapp", new BigDecimal("99.00")), loaded, "Leia Organa")));
        assertThat(tooLate).hasMessage("policy 12345 was changed meanwhile");
        assertThat(tooLate.conflicts().get(0).fields())
                .extracting(ConflictField::field)
                .containsExactly("holder", "premium");
    }

    private static final class FrozenPolicyMapper extends VersionedMapper<Policy> {

        FrozenPolicyMapper() {
            super(VersionedTable.of("policy", "number", Policy::number)
                    .column("holder", Policy::holder)
                    .column("premium", Policy::premium)
                    .withoutVersion());
        }

        @Override
        protected Policy read(ResultSet row) throws SQLException {
            return new Policy(row.getString("number"), row.getString("holder"), row.getBigDecimal("premium"));
        }
    }

    private void save0(Policy changed) throws SQLException {
        long unused = transactions.run(connection -> policies.update(connection, changed, 0, "Leia Organa"));
    }

    private void saves(String by, Map<String, @Nullable Object> values) throws SQLException {
        UnitOfWork unit = units.begin(by);
        unit.registerDirty(policies, policies.with(unit.find(policies, "12345").orElseThrow(), values));
        unit.commit();
    }

    private List<ChangeRecord> changeLog() throws SQLException {
        return transactions
                .run(connection -> changeLog.history(connection, ChangeQuery.of("policy", "12345")))
                .changes();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = office.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> text(String query) throws SQLException {
        try (Connection connection = office.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        }
    }
}
