package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class PostgresAllFieldsTest extends AllFieldsContract {

    PostgresAllFieldsTest() {
        super(TestDatabase.postgres());
    }

    @Override
    String textType() {
        return "VARCHAR(100)";
    }

    @Override
    String incomparableType() {
        return "JSON";
    }
}
