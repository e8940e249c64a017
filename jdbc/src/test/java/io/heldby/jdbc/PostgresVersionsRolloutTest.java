package io.heldby.jdbc;

import io.heldby.testkit.TestDatabase;
import java.sql.SQLException;

class PostgresVersionsRolloutTest extends VersionsRolloutContract {

    PostgresVersionsRolloutTest() {
        super("postgresql");
    }

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }

    @Override
    String fileOfTheTable() throws SQLException {
        return text("SELECT pg_relation_filenode('policy')").get(0);
    }
}
