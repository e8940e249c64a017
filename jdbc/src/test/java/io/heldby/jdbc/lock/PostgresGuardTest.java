package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class PostgresGuardTest extends GuardContract {

    @Override
    TestDatabase newDatabase(int poolSize) {
        return TestDatabase.postgres(poolSize);
    }
}
