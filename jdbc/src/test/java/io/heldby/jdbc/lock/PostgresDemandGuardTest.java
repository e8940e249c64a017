package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class PostgresDemandGuardTest extends DemandGuardContract {

    @Override
    TestDatabase newDatabase(int poolSize) {
        return TestDatabase.postgres(poolSize);
    }
}
