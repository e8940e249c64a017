package io.heldby.jpa;

import io.heldby.testkit.TestDatabase;

class PostgresSpringDataTrapsTest extends SpringDataTrapsContract {

    PostgresSpringDataTrapsTest() {
        super(TestDatabase.postgres());
    }
}
