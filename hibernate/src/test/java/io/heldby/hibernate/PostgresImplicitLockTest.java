package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class PostgresImplicitLockTest extends ImplicitLockContract {

    PostgresImplicitLockTest() {
        super(TestDatabase.postgres());
    }
}
