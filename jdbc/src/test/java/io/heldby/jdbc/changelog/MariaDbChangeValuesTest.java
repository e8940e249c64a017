package io.heldby.jdbc.changelog;

import io.heldby.testkit.TestDatabase;

class MariaDbChangeValuesTest extends ChangeValuesContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }
}
