package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class H2EventFeedTest extends EventFeedContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
