package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class MariaDbLockStoreTest extends JdbcLockStoreTest {

    @Override
    TestDatabase open() {
        return TestDatabase.mariadb(POOL_SIZE);
    }
}
