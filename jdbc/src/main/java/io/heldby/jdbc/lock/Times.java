package io.heldby.jdbc.lock;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** How an instant travels to and from a column, so that no time zone of a session, driver or JVM can touch it. */
enum Times {

    /** Columns that know instants: {@code TIMESTAMP WITH TIME ZONE}. */
    INSTANTS {
        @Override
        void bind(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
            statement.setObject(
                    index, value == null ? null : value.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        Instant read(ResultSet row, String column) throws SQLException {
            return row.getObject(column, OffsetDateTime.class).toInstant();
        }
    },

    /** Columns that know only dates and times of day, which are meant as UTC: {@code DATETIME}. */
    UTC_DATE_TIMES {
        @Override
        void bind(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
            statement.setObject(index, value == null ? null : LocalDateTime.ofInstant(value, ZoneOffset.UTC));
        }

        @Override
        Instant read(ResultSet row, String column) throws SQLException {
            return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
        }
    };

    abstract void bind(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException;

    abstract Instant read(ResultSet row, String column) throws SQLException;
}
