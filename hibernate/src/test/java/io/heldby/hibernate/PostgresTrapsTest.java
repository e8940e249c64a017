package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class PostgresTrapsTest extends TrapsContract {

    PostgresTrapsTest() {
        super(TestDatabase.postgres());
    }
}
