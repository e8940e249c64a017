package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;

class H2StatementGuardTest extends StatementGuardContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
