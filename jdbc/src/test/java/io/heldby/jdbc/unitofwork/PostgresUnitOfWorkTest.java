package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class PostgresUnitOfWorkTest extends UnitOfWorkContract {

    PostgresUnitOfWorkTest() {
        super(TestDatabase.postgres(20));
    }
}
