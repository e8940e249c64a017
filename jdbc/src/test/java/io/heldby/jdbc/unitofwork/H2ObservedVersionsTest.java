package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class H2ObservedVersionsTest extends ObservedVersionsContract {

    H2ObservedVersionsTest() {
        super(TestDatabase.h2());
    }
}
