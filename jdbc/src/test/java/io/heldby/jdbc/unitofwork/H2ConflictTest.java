package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class H2ConflictTest extends ConflictContract {

    H2ConflictTest() {
        super(TestDatabase.h2());
    }
}
