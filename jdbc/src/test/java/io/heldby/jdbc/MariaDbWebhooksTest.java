package io.heldby.jdbc;

import io.heldby.testkit.TestDatabase;

class MariaDbWebhooksTest extends WebhooksContract {

    @Override
    TestDatabase newDatabase(int poolSize) {
        return TestDatabase.mariadb(poolSize);
    }
}
