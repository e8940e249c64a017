package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class MariaDbVersionedMapperTest extends VersionedMapperContract {

    /** Without these the driver takes the server's times for times in the JVM's zone. */
    private static final String[] IN_UTC = {
        "connectionTimeZone=UTC", "forceConnectionTimeZoneToSession=true", "preserveInstants=true"
    };

    MariaDbVersionedMapperTest() {
        super(TestDatabase.mariadb(20, IN_UTC));
    }

    @Override
    String instantType() {
        return "TIMESTAMP(6) NULL";
    }
}
