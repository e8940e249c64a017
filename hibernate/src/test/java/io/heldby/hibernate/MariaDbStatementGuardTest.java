package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class MariaDbStatementGuardTest extends StatementGuardContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }
}
