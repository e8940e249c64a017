package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class MariaDbChangesTest extends ChangesContract {

    MariaDbChangesTest() {
        super(TestDatabase.mariadb());
    }
}
