package io.heldby.jdbc.lock;

import io.heldby.testkit.TestDatabase;

/** At REPEATABLE READ as newer servers have it: a row that has changed since the snapshot cannot be locked. */
class MariaDbSnapshotGuardTest extends MariaDbGuardContract {

    @Override
    TestDatabase newDatabase(int poolSize) {
        return TestDatabase.mariadb(poolSize, "sessionVariables=innodb_snapshot_isolation=ON");
    }
}
