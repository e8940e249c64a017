package io.heldby.jdbc.lock;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** How an instant travels to and from Heldby's columns, so that no time zone of a session, driver or JVM can touch it. */
public enum Times {

    /** Columns that know instants: {@code TIMESTAMP WITH TIME ZONE}. */
    INSTANTS {
        @Override
        public void bind(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
            statement.setObject(
                    index, value == null ? null : value.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        public Instant read(ResultSet row, String column) throws SQLException {
            return row.getObject(column, OffsetDateTime.class).toInstant();
        }
    },

    /**
     * Columns that know only dates and times of day, which are meant as UTC: {@code DATETIME}. They are read with a
     * calendar, because MariaDB's driver makes a {@code LocalDateTime} by way of the JVM's time zone, where an hour may be
     * missing.
     */
    UTC_DATE_TIMES {
        @Override
        public void bind(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
            statement.setObject(index, value == null ? null : LocalDateTime.ofInstant(value, ZoneOffset.UTC));
        }

        @Override
        public Instant read(ResultSet row, String column) throws SQLException {
            return row.getTimestamp(column, Calendar.getInstance(UTC)).toInstant();
        }
    };

    /** No event or lock is older. Every database knows this time, and the next. */
    public static final Instant EARLIEST = Instant.parse("1000-01-02T00:00:00Z");

    public static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

    private static final TimeZone UTC = TimeZone.getTimeZone(ZoneOffset.UTC);

    public abstract void bind(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException;

    /** Of a column that is not null. */
    public abstract Instant read(ResultSet row, String column) throws SQLException;
}
