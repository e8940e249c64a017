package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class MariaDbEventLogTest extends EventLogContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }
}
