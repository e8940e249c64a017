package io.heldby.jdbc.changelog;

import io.heldby.testkit.TestDatabase;

class PostgresChangeValuesTest extends ChangeValuesContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
