package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class PostgresConflictTest extends ConflictContract {

    PostgresConflictTest() {
        super(TestDatabase.postgres());
    }
}
