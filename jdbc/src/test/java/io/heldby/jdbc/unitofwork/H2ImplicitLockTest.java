package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class H2ImplicitLockTest extends ImplicitLockContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2(4);
    }
}
