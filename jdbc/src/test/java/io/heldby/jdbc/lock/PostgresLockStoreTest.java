package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class PostgresLockStoreTest extends JdbcLockStoreTest {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres(POOL_SIZE);
    }
}
