package io.heldby.jdbc;

import io.heldby.testkit.TestDatabase;

class MariaDbRetriesTest extends RetriesContract {

    MariaDbRetriesTest() {
        super(TestDatabase.mariadb());
    }
}
