package io.heldby.jdbc.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.JdbcTransactions;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.RetryableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresUnitOfWorkTest extends UnitOfWorkContract {

    PostgresUnitOfWorkTest() {
        super(TestDatabase.postgres(20));
    }

    @Override
    List<String> mixedCommit() {
        return List.of(
                "SELECT u.n, t.version FROM contract AS t JOIN unnest(?) WITH ORDINALITY AS u (id, n) ON t.id = u.id"
                        + " ORDER BY t.id FOR UPDATE OF t",
                "SELECT u.n, t.version FROM customer AS t JOIN unnest(?) WITH ORDINALITY AS u (id, n) ON t.id = u.id"
                        + " ORDER BY t.id FOR UPDATE OF t",
                "INSERT INTO customer (id, version, name, city, since, modified_by, modified_at)"
                        + " SELECT u.c0, u.c1, u.c2, u.c3, u.c4, ?, CURRENT_TIMESTAMP"
                        + " FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY AS u (c0, c1, c2, c3, c4, n) ORDER BY n",
                "DELETE FROM customer WHERE id = ? AND version = ?",
                "WITH locked AS ( SELECT 1 FROM item WHERE id = ANY (?) ORDER BY id FOR UPDATE )"
                        + " UPDATE item AS t SET text = u.c2, price = u.c3"
                        + " FROM unnest(?, ?, ?, ?) WITH ORDINALITY AS u (c0, c1, c2, c3, n)"
                        + " WHERE (SELECT count(*) FROM locked) >= 0 AND t.id = u.c0 AND t.contract_id = u.c1 RETURNING u.n",
                "UPDATE customer SET name = ?, city = ?, since = ?, version = version + 1, modified_by = ?,"
                        + " modified_at = CURRENT_TIMESTAMP WHERE id = ? AND version = ?",
                "UPDATE contract SET version = version + 1, modified_by = ?, modified_at = CURRENT_TIMESTAMP"
                        + " WHERE id = ? AND version = ?");
    }

    /** One statement that also locks, in the order of the keys. */
    @Override
    List<String> commitOfManyUpdates() {
        return List.of("WITH locked AS ( SELECT 1 FROM customer WHERE id = ANY (?) ORDER BY id FOR UPDATE )"
                + " UPDATE customer AS t SET name = u.c2, city = u.c3, since = u.c4, version = t.version + 1,"
                + " modified_by = ?, modified_at = CURRENT_TIMESTAMP"
                + " FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY AS u (c0, c1, c2, c3, c4, n)"
                + " WHERE (SELECT count(*) FROM locked) >= 0 AND t.id = u.c0 AND t.version = u.c1 RETURNING u.n");
    }

    /** The driver calls such columns by names that are no types of the server. */
    @Test
    void columnsWithASequenceAreWrittenLikeOthers() throws SQLException {
        execute("CREATE TABLE numbered (id BIGSERIAL PRIMARY KEY, name VARCHAR(100), city VARCHAR(100),"
                + " since TIMESTAMP WITH TIME ZONE, version SERIAL, modified_by VARCHAR(255),"
                + " modified_at TIMESTAMP WITH TIME ZONE)");
        CustomerMapper numbered = new CustomerMapper(VersionedTable.of("numbered", "id", Customer::id)
                .column("name", Customer::name)
                .column("city", Customer::city)
                .column("since", Customer::since));
        UnitsOfWork units = UnitsOfWork.on(new JdbcTransactions(database.dataSource()))
                .mappers(numbered)
                .build();
        for (int version = -1; version < 1; version++) {
            UnitOfWork unit = units.begin("Bob");
            for (long id = 1; id <= 3; id++) {
                Customer customer = new Customer(id, "n" + version, "Delft", Instant.parse("2024-10-27T00:30:00Z"));
                if (version < 0) {
                    unit.registerNew(numbered, customer);
                } else {
                    unit.registerDirty(numbered, customer, version);
                }
            }
            unit.commit();
        }

        assertThat(text("SELECT name FROM numbered WHERE version = 1 AND since = '2024-10-27 00:30:00+00'"))
                .containsExactly("n0", "n0", "n0");
    }

    @Test
    void readingThatTheDatabaseGivesUpIsToBeRepeated() throws SQLException {
        JdbcTransactions transactions = new JdbcTransactions(database.dataSource());
        UnitsOfWork units = UnitsOfWork.on(transactions).mappers(customers).build();
        try (Connection altering = database.dataSource().getConnection()) {
            altering.setAutoCommit(false);
            try (Statement statement = altering.createStatement()) {
                statement.execute("LOCK TABLE customer IN ACCESS EXCLUSIVE MODE");
            }

            assertThatThrownBy(() -> transactions.run(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("SET LOCAL lock_timeout = '50ms'");
                        }
                        return units.begin("Bob").find(customers, 7L);
                    }))
                    .isInstanceOf(RetryableException.class)
                    .hasRootCauseInstanceOf(SQLException.class);

            altering.rollback();
        }
    }
}
