package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

/** At MariaDB's usual REPEATABLE READ. */
class MariaDbGuardTest extends MariaDbGuardContract {

    @Override
    TestDatabase newDatabase(int poolSize) {
        return TestDatabase.mariadb(poolSize);
    }
}
