package io.heldby.spring.transaction;

import io.heldby.testkit.TestDatabase;

class H2SpringGuardTest extends SpringGuardContract {

    @Override
    TestDatabase database() {
        return TestDatabase.h2();
    }
}
