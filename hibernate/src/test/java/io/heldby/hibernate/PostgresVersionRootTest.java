package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class PostgresVersionRootTest extends VersionRootContract {

    PostgresVersionRootTest() {
        super(TestDatabase.postgres());
    }
}
