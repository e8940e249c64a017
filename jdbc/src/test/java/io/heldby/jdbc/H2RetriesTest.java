package io.heldby.jdbc;

import io.heldby.testkit.TestDatabase;

class H2RetriesTest extends RetriesContract {

    H2RetriesTest() {
        super(TestDatabase.h2());
    }
}
