package io.heldby.jdbc;

import io.heldby.testkit.TestDatabase;

/** That no row is rewritten is what ALGORITHM=INSTANT demands of the server. */
class MariaDbVersionsRolloutTest extends VersionsRolloutContract {

    MariaDbVersionsRolloutTest() {
        super("mariadb");
    }

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb(
                10, "connectionTimeZone=UTC", "forceConnectionTimeZoneToSession=true", "preserveInstants=true");
    }

    @Override
    String instantType() {
        return "TIMESTAMP(6) NULL";
    }
}
