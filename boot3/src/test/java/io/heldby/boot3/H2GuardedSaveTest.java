package io.heldby.boot3;

import io.heldby.testkit.TestDatabase;

class H2GuardedSaveTest extends GuardedSaveContract {

    H2GuardedSaveTest() {
        super(TestDatabase.h2());
    }
}
