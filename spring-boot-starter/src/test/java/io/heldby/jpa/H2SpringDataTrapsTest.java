package io.heldby.jpa;

import io.heldby.testkit.TestDatabase;

class H2SpringDataTrapsTest extends SpringDataTrapsContract {

    H2SpringDataTrapsTest() {
        super(TestDatabase.h2());
    }
}
