package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class MariaDbEventFeedTest extends EventFeedContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }
}
