package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class MariaDbVersionRootTest extends VersionRootContract {

    MariaDbVersionRootTest() {
        super(TestDatabase.mariadb());
    }
}
