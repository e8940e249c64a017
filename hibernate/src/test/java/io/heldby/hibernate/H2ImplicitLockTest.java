package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class H2ImplicitLockTest extends ImplicitLockContract {

    H2ImplicitLockTest() {
        super(TestDatabase.h2());
    }

    /** H2 tells the time in a statement of its own, after each that locks. */
    @Override
    int mostExtraStatements() {
        return 4;
    }
}
