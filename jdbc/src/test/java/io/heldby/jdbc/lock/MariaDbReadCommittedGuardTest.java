package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class MariaDbReadCommittedGuardTest extends MariaDbGuardContract {

    @Override
    TestDatabase newDatabase(int poolSize) {
        return TestDatabase.mariadb(poolSize, "transactionIsolation=READ-COMMITTED");
    }
}
