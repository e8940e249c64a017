package io.heldby.spring.transaction;

import io.heldby.testkit.TestDatabase;

class PostgresLostLockRecoveryTest extends LostLockRecoveryContract {

    @Override
    TestDatabase database(int poolSize) {
        return TestDatabase.postgres(poolSize);
    }
}
