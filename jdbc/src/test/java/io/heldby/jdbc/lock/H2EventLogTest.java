package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class H2EventLogTest extends EventLogContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
