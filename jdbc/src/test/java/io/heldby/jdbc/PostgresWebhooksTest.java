package io.heldby.jdbc;

import io.heldby.testkit.TestDatabase;

class PostgresWebhooksTest extends WebhooksContract {

    @Override
    TestDatabase newDatabase(int poolSize) {
        return TestDatabase.postgres(poolSize);
    }
}
