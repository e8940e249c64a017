package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class H2LockStoreTest extends JdbcLockStoreTest {

    @Override
    TestDatabase open() {
        return TestDatabase.h2(POOL_SIZE);
    }
}
