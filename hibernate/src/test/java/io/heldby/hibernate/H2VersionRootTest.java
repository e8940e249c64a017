package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class H2VersionRootTest extends VersionRootContract {

    H2VersionRootTest() {
        super(TestDatabase.h2());
    }
}
