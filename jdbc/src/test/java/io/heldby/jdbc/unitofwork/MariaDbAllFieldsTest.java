package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class MariaDbAllFieldsTest extends AllFieldsContract {

    MariaDbAllFieldsTest() {
        super(TestDatabase.mariadb());
    }

    @Override
    String textType() {
        return "VARCHAR(100) CHARACTER SET latin1 COLLATE latin1_swedish_ci";
    }

    @Override
    String incomparableType() {
        return "BLOB";
    }
}
