package io.heldby.spring;

import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;

/** The lock tables, known to be there and of the right version; whoever uses them asks for this first. */
record PreparedSchema(JdbcSettings settings) {

    static PreparedSchema in(LockDataSource locks, HeldbyProperties.Jdbc jdbc) {
        try {
            JdbcSchema.prepare(locks.dataSource(), jdbc.settings(), jdbc.initializeSchema());
        } catch (IllegalStateException notThere) {
            throw new HeldbyConfigurationException(
                    String.valueOf(notThere.getMessage()),
                    "heldby.jdbc.initialize-schema says who creates the tables, heldby.jdbc.schema and"
                            + " heldby.jdbc.table-prefix where they are, heldby.data-source in which database.",
                    notThere);
        }
        return new PreparedSchema(jdbc.settings());
    }
}
