package io.heldby.jdbc.lock;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the lock tables are and what is kept.
 *
 * @param tablePrefix of all tables, indexes and the sequence; default {@code heldby_}; letters, digits, underscores, at
 *     most 30
 * @param schema the database schema they are in; null for the connection's own
 * @param eventLog whether every grant and release is logged (default). Without it only endings that a former holder must
 *     be told of are: breaks, takeovers, expiries and ended sessions
 */
public record JdbcSettings(String tablePrefix, @Nullable String schema, boolean eventLog) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,29}");

    /** Checks the names, which become part of SQL statements. */
    public JdbcSettings {
        checkIdentifier("tablePrefix", tablePrefix);
        if (schema != null) {
            checkIdentifier("schema", schema);
        }
    }

    public static JdbcSettings defaults() {
        return new JdbcSettings("heldby_", null, true);
    }

    public JdbcSettings withTablePrefix(String newPrefix) {
        return new JdbcSettings(newPrefix, schema, eventLog);
    }

    public JdbcSettings withSchema(@Nullable String newSchema) {
        return new JdbcSettings(tablePrefix, newSchema, eventLog);
    }

    public JdbcSettings withEventLog(boolean on) {
        return new JdbcSettings(tablePrefix, schema, on);
    }

    /** Fills the two placeholders of a statement; done once per statement, when a store is made. */
    String resolve(String sql) {
        return sql.replace("{schema}", schema == null ? "" : schema + ".").replace("{prefix}", tablePrefix);
    }

    private static void checkIdentifier(String field, String value) {
        if (!IDENTIFIER.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s must be 1 to 30 letters, digits and underscores and not begin with a digit, but is \"%s\""
                            .formatted(field, value));
        }
    }
}
