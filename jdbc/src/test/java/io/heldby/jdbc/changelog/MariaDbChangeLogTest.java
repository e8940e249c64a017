package io.heldby.jdbc.changelog;

import io.heldby.testkit.TestDatabase;

class MariaDbChangeLogTest extends ChangeLogContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }
}
