package io.heldby.boot3;

import io.heldby.testkit.TestDatabase;

class MariaDbGuardedSaveTest extends GuardedSaveContract {

    MariaDbGuardedSaveTest() {
        super(TestDatabase.mariadb());
    }
}
