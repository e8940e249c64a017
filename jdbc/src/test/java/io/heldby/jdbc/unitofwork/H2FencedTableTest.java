package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class H2FencedTableTest extends FencedTableContract {

    H2FencedTableTest() {
        super(TestDatabase.h2());
    }
}
