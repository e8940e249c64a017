package io.heldby.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.h2.api.Trigger;

// The code between the tags is in docs/from-lost-updates-to-versions.md.
// tag::trigger[]
public final class RaiseVersion implements Trigger {

    @Override
    public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
        int version = column(connection, "VERSION");
        if (before[version].equals(after[version])) {
            after[version] = (Long) before[version] + 1;
            after[column(connection, "MODIFIED_BY")] =
                    "database user " + connection.getMetaData().getUserName();
            after[column(connection, "MODIFIED_AT")] = OffsetDateTime.now(ZoneOffset.UTC);
        }
    }

    private static int column(Connection connection, String name) throws SQLException {
        try (ResultSet column = connection.getMetaData().getColumns(null, null, "POLICY", name)) {
            column.next();
            return column.getInt("ORDINAL_POSITION") - 1;
        }
    }
}
// end::trigger[]
