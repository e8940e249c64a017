package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.testkit.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the SQL of docs/from-lost-updates-to-versions.md on a table that has had no versions so far. */
abstract class VersionsRolloutContract {

    private static final Path PAGE = Path.of("..", "docs", "from-lost-updates-to-versions.md");
    private static final Pattern SQL =
            Pattern.compile("<!-- sql: (\\w+) (\\w+) -->\\n```sql\\n(.*?)```", Pattern.DOTALL);

    /** Ends of statements, but not within the dollars of a function. */
    private static final Pattern END = Pattern.compile(";\\s*(?:\\n\\s*|$)(?=(?:[^$]*\\$\\$[^$]*\\$\\$)*[^$]*$)");

    private final PolicyMapper policies = new PolicyMapper();
    private final String product;
    private TestDatabase database;
    private Connection connection;

    /** @param product as the page calls it */
    @SuppressWarnings("NullAway.Init") // The database is made for each test.
    VersionsRolloutContract(String product) {
        this.product = product;
    }

    abstract TestDatabase newDatabase();

    @BeforeEach
    void makeATableAsItWasBefore() throws SQLException {
        database = newDatabase();
        connection = database.dataSource().getConnection();
        run("CREATE TABLE policy (number VARCHAR(20) PRIMARY KEY, holder VARCHAR(100) NOT NULL,"
                + " premium DECIMAL(10,2) NOT NULL, last_change " + instantType() + ")");
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 2500; i++) {
            rows.append(i == 0 ? "" : ", ")
                    .append("('%d', 'Wong', 100, TIMESTAMP '2026-03-02 10:47:00')".formatted(10_000 + i));
        }
        run("INSERT INTO policy (number, holder, premium, last_change) VALUES " + rows);
        run("INSERT INTO policy (number, holder, premium) VALUES ('1', 'Kif', 100)");
    }

    @AfterEach
    void drop() throws SQLException {
        connection.close();
        database.close();
    }

    /** A type whose values are instants. */
    String instantType() {
        return "TIMESTAMP WITH TIME ZONE";
    }

    @Test
    void columnsAreAddedToATableThatOthersGoOnWritingAsTheyDid() throws Exception {
        String before = fileOfTheTable();
        runAll("columns");

        assertThat(fileOfTheTable()).as("no row was rewritten").isEqualTo(before);
        run("UPDATE policy SET premium = 90 WHERE number = '10000'");
        run("INSERT INTO policy (number, holder, premium) VALUES ('2', 'Fry', 100)");
        assertThat(stored("10000").version()).isZero();
        assertThat(stored("2").version()).isZero();
        assertThat(save("2", 0)).isEqualTo(1);
        assertThat(stored("2").modifiedBy()).isEqualTo("Leia Organa");
    }

    /** Where the table's rows are kept; a rewrite puts them elsewhere. The same text where a database cannot tell. */
    @Nullable
    String fileOfTheTable() throws SQLException {
        return null;
    }

    @Test
    void backFillGoesInBatchesAndEndsAndRaisesNoVersion() throws Exception {
        runAll("columns");
        List<Integer> batches = new ArrayList<>();
        while (batches.isEmpty() || batches.get(batches.size() - 1) > 0) {
            batches.add(runAll("backfill"));
        }

        assertThat(batches).containsExactly(1000, 1000, 500, 0);
        assertThat(text("SELECT COUNT(*) FROM policy WHERE modified_at = last_change AND version = 0"))
                .containsExactly("2500");
        assertThat(text("SELECT number FROM policy WHERE modified_at IS NULL")).containsExactly("1");
    }

    @Test
    void jobThatRaisesTheVersionIsNoticedByWhoHasTheRecordOpen() throws Exception {
        runAll("columns");
        assertThat(runAll("job")).isEqualTo(2500);

        assertThat(stored("10000").value().premium()).isEqualByComparingTo("103");
        assertThat(stored("10000").version()).isEqualTo(1);
        assertThat(stored("10000").modifiedBy()).isEqualTo("price run");
        assertThat(stored("1").version()).isZero();
    }

    @Test
    void triggerRaisesTheVersionOfOthersAndLeavesTheMappersAlone() throws Exception {
        runAll("columns");
        runAll("trigger");

        run("UPDATE policy SET premium = 90 WHERE number = '10000'");
        Versioned<Policy> byOther = stored("10000");
        assertThat(byOther.version()).isEqualTo(1);
        assertThat(byOther.modifiedBy()).isNotBlank().isNotEqualTo("Leia Organa");
        assertThat(byOther.modifiedAt()).isNotNull();

        assertThat(save("10000", 1)).isEqualTo(2);
        assertThat(stored("10000").version()).isEqualTo(2);
        assertThat(stored("10000").modifiedBy()).isEqualTo("Leia Organa");
        assertThat(runAll("job")).isEqualTo(2500);
        assertThat(stored("10000").version()).isEqualTo(3);
        assertThat(stored("10000").modifiedBy()).isEqualTo("price run");
    }

    @Test
    void auditTableTellsWhoMayHaveOverwrittenWhom() throws Exception {
        run("CREATE TABLE policy_audit (number VARCHAR(20), saved_by VARCHAR(50), saved_at " + instantType() + ")");
        run("INSERT INTO policy_audit VALUES"
                + " ('1', 'leia', TIMESTAMP '2026-03-02 10:00:00'), ('1', 'leia', TIMESTAMP '2026-03-02 10:10:00'),"
                + " ('1', 'luke', TIMESTAMP '2026-03-02 10:25:00'), ('1', 'kim', TIMESTAMP '2026-03-02 11:25:00'),"
                + " ('2', 'bob', TIMESTAMP '2026-03-02 10:11:00')");

        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql("suspects").get(0))) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("number")).isEqualTo("1");
            assertThat(row.getString("before_by")).isEqualTo("leia");
            assertThat(row.getString("saved_by")).isEqualTo("luke");
            assertThat(row.next()).isFalse();
        }
    }

    private long save(String number, long version) throws SQLException {
        return policies.update(connection, new Policy(number, "Wong", new BigDecimal("99.00")), version, "Leia Organa");
    }

    private Versioned<Policy> stored(String number) throws SQLException {
        return policies.find(connection, number).orElseThrow();
    }

    /** The statements of a block, which is for this database or for all. */
    private List<String> sql(String name) throws IOException {
        List<String> statements = new ArrayList<>();
        Matcher block = SQL.matcher(Files.readString(PAGE));
        while (block.find()) {
            if (block.group(1).equals(name) && List.of(product, "all").contains(block.group(2))) {
                for (String statement : END.split(block.group(3))) {
                    statements.add(statement.strip());
                }
            }
        }
        assertThat(statements).as("SQL of the page for %s, %s", name, product).isNotEmpty();
        return statements;
    }

    /** Answers how many rows the last one changed. */
    private int runAll(String name) throws Exception {
        int rows = 0;
        for (String statement : sql(name)) {
            rows = run(statement);
        }
        return rows;
    }

    private int run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }

    final List<String> text(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        }
    }
}
