package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class H2SchemaTest extends SchemaContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
