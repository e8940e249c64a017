package io.heldby.jdbc;

import io.heldby.testkit.TestDatabase;

class H2VersionsRolloutTest extends VersionsRolloutContract {

    H2VersionsRolloutTest() {
        super("h2");
    }

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
