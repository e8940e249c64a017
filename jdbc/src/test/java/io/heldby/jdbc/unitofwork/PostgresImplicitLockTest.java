package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class PostgresImplicitLockTest extends ImplicitLockContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres(4);
    }
}
