package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class MariaDbUnitOfWorkTest extends UnitOfWorkContract {

    MariaDbUnitOfWorkTest() {
        super(TestDatabase.mariadb(20, MariaDbUrl.IN_UTC));
    }

    @Override
    String instantType() {
        return MariaDbUrl.INSTANT;
    }
}
