package io.heldby.jdbc.changelog;

import io.heldby.testkit.TestDatabase;

class PostgresSavedEventsTest extends SavedEventsContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
