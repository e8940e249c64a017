package io.heldby.jdbc.changelog;

import io.heldby.testkit.TestDatabase;

class H2ChangeLogTest extends ChangeLogContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
