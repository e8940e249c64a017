package io.heldby.jdbc.changelog;

import io.heldby.testkit.TestDatabase;

class MariaDbSavedEventsTest extends SavedEventsContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }
}
