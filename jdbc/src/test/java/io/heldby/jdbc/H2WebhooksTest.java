package io.heldby.jdbc;

import io.heldby.testkit.TestDatabase;

class H2WebhooksTest extends WebhooksContract {

    @Override
    TestDatabase newDatabase(int poolSize) {
        return TestDatabase.h2(poolSize);
    }
}
