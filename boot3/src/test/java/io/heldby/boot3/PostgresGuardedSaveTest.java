package io.heldby.boot3;

import io.heldby.testkit.TestDatabase;

class PostgresGuardedSaveTest extends GuardedSaveContract {

    PostgresGuardedSaveTest() {
        super(TestDatabase.postgres());
    }
}
