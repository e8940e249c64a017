package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class MariaDbObservedVersionsTest extends ObservedVersionsContract {

    MariaDbObservedVersionsTest() {
        super(TestDatabase.mariadb(10, MariaDbUrl.IN_UTC));
    }

    @Override
    String instantType() {
        return MariaDbUrl.INSTANT;
    }
}
