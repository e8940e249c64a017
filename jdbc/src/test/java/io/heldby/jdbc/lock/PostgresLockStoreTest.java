package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class PostgresLockStoreTest extends JdbcLockStoreTest {

    PostgresLockStoreTest() {
        super("clock_timestamp()");
    }

    @Override
    TestDatabase open() {
        return TestDatabase.postgres(POOL_SIZE);
    }
}
