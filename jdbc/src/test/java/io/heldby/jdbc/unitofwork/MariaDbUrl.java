package io.heldby.jdbc.unitofwork;

/** What an application says to the driver. */
final class MariaDbUrl {

    /** Without these the driver takes the server's times for times in the JVM's zone. */
    static final String[] IN_UTC = {
        "connectionTimeZone=UTC", "forceConnectionTimeZoneToSession=true", "preserveInstants=true"
    };

    /** A type whose values are instants. */
    static final String INSTANT = "TIMESTAMP(6) NULL";

    private MariaDbUrl() {}
}
