package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class MariaDbEventStoreTest extends EventStoreContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }
}
