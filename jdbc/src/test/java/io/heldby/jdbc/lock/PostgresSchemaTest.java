package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class PostgresSchemaTest extends SchemaContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
