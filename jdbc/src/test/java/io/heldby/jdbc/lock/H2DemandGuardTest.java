package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class H2DemandGuardTest extends DemandGuardContract {

    @Override
    TestDatabase newDatabase(int poolSize) {
        return TestDatabase.h2(poolSize);
    }
}
