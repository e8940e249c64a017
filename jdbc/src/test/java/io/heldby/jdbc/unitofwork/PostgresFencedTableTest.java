package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class PostgresFencedTableTest extends FencedTableContract {

    PostgresFencedTableTest() {
        super(TestDatabase.postgres());
    }
}
