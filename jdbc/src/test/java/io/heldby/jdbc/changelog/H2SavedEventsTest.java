package io.heldby.jdbc.changelog;

import io.heldby.testkit.TestDatabase;

class H2SavedEventsTest extends SavedEventsContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
