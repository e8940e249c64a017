package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class H2ExpiryTransactionTest extends ExpiryTransactionContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
