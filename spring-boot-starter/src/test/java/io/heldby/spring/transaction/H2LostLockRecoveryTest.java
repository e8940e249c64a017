package io.heldby.spring.transaction;

import io.heldby.testkit.TestDatabase;

class H2LostLockRecoveryTest extends LostLockRecoveryContract {

    @Override
    TestDatabase database(int poolSize) {
        return TestDatabase.h2(poolSize);
    }
}
