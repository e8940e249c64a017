package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class PostgresEventStoreTest extends EventStoreContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
