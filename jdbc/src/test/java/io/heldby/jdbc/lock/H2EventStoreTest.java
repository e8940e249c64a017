package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class H2EventStoreTest extends EventStoreContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
