package io.heldby.jdbc.lock;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Binds parameters one after the other, so that no statement counts them by hand. */
final class Binder {

    private final PreparedStatement statement;
    private final Times times;
    private int last;

    Binder(PreparedStatement statement, Times times) {
        this.statement = statement;
        this.times = times;
    }

    Binder text(@Nullable String value) throws SQLException {
        statement.setString(++last, value);
        return this;
    }

    Binder number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    Binder noNumber() throws SQLException {
        statement.setNull(++last, Types.BIGINT);
        return this;
    }

    Binder bytes(byte @Nullable [] value) throws SQLException {
        statement.setBytes(++last, value);
        return this;
    }

    Binder value(Object value) throws SQLException {
        statement.setObject(++last, value);
        return this;
    }

    Binder uuid(@Nullable UUID value) throws SQLException {
        statement.setObject(++last, value, Types.OTHER);
        return this;
    }

    Binder time(@Nullable Instant value) throws SQLException {
        times.bind(statement, ++last, value);
        return this;
    }
}
