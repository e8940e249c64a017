package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class PostgresChangesTest extends ChangesContract {

    PostgresChangesTest() {
        super(TestDatabase.postgres());
    }
}
