package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class MariaDbTrapsTest extends TrapsContract {

    MariaDbTrapsTest() {
        super(TestDatabase.mariadb());
    }
}
