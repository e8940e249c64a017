package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class MariaDbSchemaTest extends SchemaContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }

    @Override
    String dropSchema(String schema) {
        return "DROP SCHEMA " + schema;
    }
}
