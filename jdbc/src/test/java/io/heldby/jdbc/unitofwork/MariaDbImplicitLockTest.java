package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

/** At MariaDB's usual REPEATABLE READ. */
class MariaDbImplicitLockTest extends ImplicitLockContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb(4, MariaDbUrl.IN_UTC);
    }

    @Override
    String timestamp() {
        return MariaDbUrl.INSTANT;
    }
}
