package io.heldby.jpa;

import io.heldby.testkit.TestDatabase;

class MariaDbSpringDataTrapsTest extends SpringDataTrapsContract {

    MariaDbSpringDataTrapsTest() {
        super(TestDatabase.mariadb());
    }
}
