package io.heldby.spring.transaction;

import io.heldby.testkit.TestDatabase;

class PostgresUnleasedWritesTest extends UnleasedWritesContract {

    @Override
    TestDatabase database() {
        return TestDatabase.postgres();
    }
}
