package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class H2GuardTest extends GuardContract {

    @Override
    TestDatabase newDatabase(int poolSize) {
        return TestDatabase.h2(poolSize);
    }
}
