package io.heldby.jdbc.unitofwork;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads the columns that a mapper writes itself. */
record OwnColumns(VersionedTable<?> table) {

    long version(ResultSet row, Object id) throws SQLException {
        return number(row, table.version(), "version", id);
    }

    /** The fence of the last save. */
    long fence(ResultSet row, String column, Object id) throws SQLException {
        return number(row, column, "fence", id);
    }

    @Nullable
    String modifiedBy(ResultSet row) throws SQLException {
        return row.getString(table.modifiedBy());
    }

    @Nullable
    Instant modifiedAt(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject(table.modifiedAt(), OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private long number(ResultSet row, String column, String what, Object id) throws SQLException {
        long number = row.getLong(column);
        if (row.wasNull()) {
            throw new IllegalStateException("%s %s has no %s: declare column %s of %s NOT NULL DEFAULT 0"
                    .formatted(table.entity(), id, what, column, table.name()));
        }
        return number;
    }
}
