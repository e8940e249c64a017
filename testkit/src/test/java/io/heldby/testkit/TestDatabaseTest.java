package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestDatabaseTest {

    enum Server {
        H2("H2"),
        POSTGRES("PostgreSQL"),
        MARIADB("MariaDB");

        private final String product;

        Server(String product) {
            this.product = product;
        }

        TestDatabase open() {
            return switch (this) {
                case H2 -> TestDatabase.h2(2);
                case POSTGRES -> TestDatabase.postgres(2);
                case MARIADB -> TestDatabase.mariadb(2);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void isTheRealServer(Server server) throws SQLException {
        try (TestDatabase database = server.open();
                Connection connection = database.dataSource().getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(server.product);
        }
    }

    @ParameterizedTest
    @EnumSource
    void poolAndRawConnectionSeeTheSameDatabase(Server server) throws SQLException {
        try (TestDatabase database = server.open()) {
            try (Connection pooled = database.dataSource().getConnection()) {
                execute(pooled, "CREATE TABLE seen (id INT)", "INSERT INTO seen VALUES (7)");
            }
            try (Connection raw = database.openConnection();
                    Statement statement = raw.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT id FROM seen")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(7);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCallGivesAnEmptyDatabase(Server server) throws SQLException {
        try (TestDatabase one = server.open();
                TestDatabase other = server.open();
                Connection inOne = one.openConnection();
                Connection inOther = other.openConnection()) {
            execute(inOne, "CREATE TABLE mine (id INT)");

            assertThat(other.name()).isNotEqualTo(one.name());
            assertThatThrownBy(() -> execute(inOther, "SELECT id FROM mine")).isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rawConnectionIsThereWhenThePoolIsEmpty(Server server) throws SQLException {
        try (TestDatabase database = server.open();
                Connection first = database.dataSource().getConnection();
                Connection second = database.dataSource().getConnection();
                Connection raw = database.openConnection()) {
            assertThat(first.isValid(1) && second.isValid(1) && raw.isValid(1)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingDropsTheDatabaseUnderAnOpenConnection(Server server) throws SQLException {
        TestDatabase database = server.open();
        try (Connection raw = database.openConnection()) {
            execute(raw, "CREATE TABLE gone (id INT)");
            database.close();

            assertThatThrownBy(() -> execute(raw, "SELECT id FROM gone")).isInstanceOf(SQLException.class);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
