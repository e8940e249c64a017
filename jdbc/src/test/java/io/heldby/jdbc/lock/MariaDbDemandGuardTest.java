package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class MariaDbDemandGuardTest extends DemandGuardContract {

    @Override
    TestDatabase newDatabase(int poolSize) {
        return TestDatabase.mariadb(poolSize);
    }
}
