package io.heldby.jdbc.changelog;

import io.heldby.testkit.TestDatabase;

class H2ChangeValuesTest extends ChangeValuesContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
