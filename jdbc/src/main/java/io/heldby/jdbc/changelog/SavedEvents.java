package io.heldby.jdbc.changelog;

import io.heldby.jdbc.lock.JdbcSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who have a record open that it was saved: as events ({@code resource.saved}) among those of locks, in the
 * saver's own transaction. What is rolled back is never told. Whoever was overwritten is told by an event of their own
 * ({@code resource.overwritten}).
 *
 * <p>Where the event log is {@linkplain JdbcSettings#eventLog off}, nothing is told. Safe for use by many threads.
 */
public final class SavedEvents {

    private static final String INSERT = """
            INSERT INTO {event} (tenant, type, id, kind, user_id, display_name, by_name, version, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, {now})""";

    private final Map<Database, String> statements = new EnumMap<>(Database.class);
    private final boolean eventLog;
    private final Supplier<String> tenant;
    private final Runnable appended;

    /** As the other, for readers that look by themselves every so often. */
    public SavedEvents(JdbcSettings settings, Supplier<String> tenant) {
        this(settings, tenant, () -> {});
    }

    /**
     * Among the events in the tables that these settings name.
     *
     * @param tenant whose data is worked on now; empty where an application has no tenants
     * @param appended called on the saver's thread, still within the transaction, when there will be something to read after
     *     its commit; to have {@link io.heldby.lock.EventFeed#wake} called then
     */
    public SavedEvents(JdbcSettings settings, Supplier<String> tenant, Runnable appended) {
        this.eventLog = settings.eventLog();
        this.tenant = tenant;
        this.appended = appended;
        for (Database database : Database.values()) {
            statements.put(database, database.filled(INSERT).replace("{event}", ChangeSql.table(settings, "event")));
        }
    }

    /** Appends the events of saves, in one batch, on the connection and in the transaction that makes them. */
    public void append(Connection connection, List<Saved> saves) throws SQLException {
        if (!eventLog || saves.isEmpty()) {
            return;
        }
        String statement = Objects.requireNonNull(statements.get(Database.of(connection)));
        try (PreparedStatement insert = connection.prepareStatement(statement)) {
            for (Saved saved : saves) {
                add(insert, saved, "SAVED", saved.user(), saved.by(), null);
                for (String name : saved.overwritten()) {
                    add(insert, saved, "OVERWRITTEN", null, name, saved.by());
                }
            }
            insert.executeBatch();
        }
        appended.run();
    }

    private void add(
            PreparedStatement insert, Saved saved, String kind, @Nullable String user, String whom, @Nullable String by)
            throws SQLException {
        insert.setString(1, tenant.get());
        insert.setString(2, saved.type());
        insert.setString(3, saved.id());
        insert.setString(4, kind);
        insert.setString(5, user);
        insert.setString(6, whom);
        insert.setString(7, by);
        insert.setLong(8, saved.version());
        insert.addBatch();
    }
}
