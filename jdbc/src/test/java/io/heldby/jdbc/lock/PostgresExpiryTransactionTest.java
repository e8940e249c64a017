package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class PostgresExpiryTransactionTest extends ExpiryTransactionContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
