package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class PostgresObservedVersionsTest extends ObservedVersionsContract {

    PostgresObservedVersionsTest() {
        super(TestDatabase.postgres());
    }
}
