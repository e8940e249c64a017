package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class H2ChangesTest extends ChangesContract {

    H2ChangesTest() {
        super(TestDatabase.h2());
    }
}
