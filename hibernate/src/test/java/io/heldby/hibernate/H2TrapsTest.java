package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class H2TrapsTest extends TrapsContract {

    H2TrapsTest() {
        super(TestDatabase.h2());
    }
}
