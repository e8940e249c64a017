package io.heldby.jdbc;

import io.heldby.testkit.TestDatabase;

class PostgresRetriesTest extends RetriesContract {

    PostgresRetriesTest() {
        super(TestDatabase.postgres());
    }
}
