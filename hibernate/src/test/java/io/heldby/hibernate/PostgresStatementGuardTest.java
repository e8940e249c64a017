package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class PostgresStatementGuardTest extends StatementGuardContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
