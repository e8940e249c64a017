package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

class MariaDbExpiryTransactionTest extends ExpiryTransactionContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }
}
