package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class H2ImplicitLockTest extends ImplicitLockContract {

    H2ImplicitLockTest() {
        super(TestDatabase.h2());
    }
}
