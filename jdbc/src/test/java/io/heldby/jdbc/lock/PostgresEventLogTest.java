package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class PostgresEventLogTest extends EventLogContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
