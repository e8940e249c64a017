package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class H2AllFieldsTest extends AllFieldsContract {

    H2AllFieldsTest() {
        super(TestDatabase.h2());
    }

    @Override
    String textType() {
        return "VARCHAR_IGNORECASE(100)";
    }

    @Override
    String incomparableType() {
        return "CLOB";
    }
}
