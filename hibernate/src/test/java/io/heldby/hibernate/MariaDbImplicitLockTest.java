package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class MariaDbImplicitLockTest extends ImplicitLockContract {

    MariaDbImplicitLockTest() {
        super(TestDatabase.mariadb());
    }
}
