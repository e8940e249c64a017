package io.heldby.jdbc.lock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Creates Heldby's tables where wanted, and refuses to start on tables of another version. */
public final class JdbcSchema {

    static final int VERSION = 1;

    private JdbcSchema() {}

    /**
     * Creates the tables if they are missing and may be created, then checks their version.
     *
     * @throws IllegalStateException when they are missing and may not be created, or are of another version; says what to
     *     run
     */
    public static void prepare(DataSource dataSource, JdbcSettings settings, InitializeSchema initialize) {
        try (Connection connection = dataSource.getConnection()) {
            Dialect dialect = Dialect.of(connection, settings);
            Integer version = version(connection, dialect);
            if (version == null && mayCreate(connection, initialize)) {
                create(connection, dialect, settings);
                version = version(connection, dialect);
            }
            check(version, dialect, settings);
        } catch (SQLException failed) {
            throw new IllegalStateException("could not prepare Heldby's tables: " + failed.getMessage(), failed);
        }
    }

    /** Which lock store a database holds, so that the guard notices when it looks into another one. */
    static Optional<UUID> storeId(Connection connection, Dialect dialect) throws SQLException {
        if (!tableExists(connection, dialect)) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(dialect.sql.storeId)) {
            return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
        }
    }

    private static @Nullable Integer version(Connection connection, Dialect dialect) throws SQLException {
        if (!tableExists(connection, dialect)) {
            return null;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(dialect.sql.schemaVersion)) {
            return row.next() && row.getObject(1) != null ? row.getInt(1) : null;
        }
    }

    private static boolean tableExists(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(dialect.sql.schemaTableExists)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static boolean mayCreate(Connection connection, InitializeSchema initialize) throws SQLException {
        return switch (initialize) {
            case ALWAYS -> true;
            case NEVER -> false;
            case EMBEDDED -> isEmbedded(connection.getMetaData().getURL());
        };
    }

    static boolean isEmbedded(@Nullable String url) {
        return url != null
                && url.startsWith("jdbc:h2:")
                && !url.startsWith("jdbc:h2:tcp:")
                && !url.startsWith("jdbc:h2:ssl:");
    }

    /** Two nodes may start at once: the one that comes second finds the tables and is content. */
    private static void create(Connection connection, Dialect dialect, JdbcSettings settings) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : settings.resolve(read(dialect.schemaFile())).split(";\\s*\\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            connection.commit();
        } catch (SQLException failed) {
            connection.rollback();
            if (!madeByAnotherNode(connection, dialect)) {
                throw failed;
            }
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    /** Where DDL is not transactional (H2), the other node may be in the middle of it; the version row comes last. */
    private static boolean madeByAnotherNode(Connection connection, Dialect dialect) throws SQLException {
        long patience = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (version(connection, dialect) == null) {
            if (System.nanoTime() > patience) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            connection.rollback();
        }
        return true;
    }

    private static void check(@Nullable Integer version, Dialect dialect, JdbcSettings settings) {
        if (version == null) {
            throw new IllegalStateException(
                    ("Heldby's tables (%s%s*) are not in the database. Run %s from the heldby-jdbc"
                                    + " jar with your migration tool, or let Heldby create them with initialize-schema=always")
                            .formatted(
                                    settings.schema() == null ? "" : settings.schema() + ".",
                                    settings.tablePrefix(),
                                    dialect.schemaFile()));
        }
        if (version != VERSION) {
            throw new IllegalStateException(
                    "Heldby's tables have schema version %d, but this version of Heldby needs %d: run the schema files in"
                                    .formatted(version, VERSION)
                            + " between, or use the Heldby version that fits the tables");
        }
    }

    private static String read(String resource) {
        try (InputStream in = JdbcSchema.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the heldby-jdbc jar lacks its file " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
