package io.heldby.spring.transaction;

import io.heldby.testkit.TestDatabase;

class PostgresSpringGuardTest extends SpringGuardContract {

    @Override
    TestDatabase database() {
        return TestDatabase.postgres();
    }
}
