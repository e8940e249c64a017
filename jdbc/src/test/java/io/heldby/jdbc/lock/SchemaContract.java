package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.Acquisition;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.Racers;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables: made when wanted, found where configured, refused when they are not the right ones. */
abstract class SchemaContract {

    private final JdbcSettings settings = JdbcSettings.defaults();
    private TestDatabase database;

    abstract TestDatabase newDatabase();

    String dropSchema(String schema) {
        return "DROP SCHEMA " + schema + " CASCADE";
    }

    @BeforeEach
    void start() {
        database = newDatabase();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void preparingTwiceIsHarmless() {
        JdbcSchema.prepare(database.dataSource(), settings, InitializeSchema.ALWAYS);
        JdbcSchema.prepare(database.dataSource(), settings, InitializeSchema.ALWAYS);
        assertThat(works(settings)).isTrue();
    }

    @Test
    void missingTablesAreNotMadeWhenSomebodyElseMakesThem() {
        assertThatThrownBy(() -> JdbcSchema.prepare(database.dataSource(), settings, InitializeSchema.NEVER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("heldby_")
                .hasMessageContaining("schema/v1/")
                .hasMessageContaining("initialize-schema=always");
    }

    @Test
    void tablesOfAnotherVersionAreRefused() throws SQLException {
        JdbcSchema.prepare(database.dataSource(), settings, InitializeSchema.ALWAYS);
        run("INSERT INTO heldby_schema (version) VALUES (2)");
        assertThatThrownBy(() -> JdbcSchema.prepare(database.dataSource(), settings, InitializeSchema.ALWAYS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("needs 1");
    }

    @Test
    void tablesCanLieInASchemaOfTheirOwnUnderAnotherPrefix() throws SQLException {
        String schema = "app" + UUID.randomUUID().toString().substring(0, 8);
        run("CREATE SCHEMA " + schema);
        try {
            JdbcSettings elsewhere = settings.withSchema(schema).withTablePrefix("locks_");
            JdbcSchema.prepare(database.dataSource(), elsewhere, InitializeSchema.ALWAYS);
            assertThat(works(elsewhere)).isTrue();
            assertThatThrownBy(() -> JdbcSchema.prepare(database.dataSource(), settings, InitializeSchema.NEVER))
                    .isInstanceOf(IllegalStateException.class);
        } finally {
            run(dropSchema(schema)); // It lies beside the test's own database or schema.
        }
    }

    @Test
    void nodesThatStartAtOnceAgree() {
        DataSource dataSource = database.dataSource();
        try (Racers nodes = new Racers(8)) {
            nodes.race(node -> {
                JdbcSchema.prepare(dataSource, settings, InitializeSchema.ALWAYS);
                return node;
            });
        }
        assertThat(works(settings)).isTrue();
    }

    private boolean works(JdbcSettings where) {
        JdbcLockStore store = new JdbcLockStore(database.dataSource(), where);
        try (LockManager locks = new LockManager(store, LockPolicies.defaults())) {
            LockRequest request = LockRequest.of(LockKey.of("doc", "1"), Owner.of("alice", "a"));
            boolean granted = locks.acquire(request) instanceof Acquisition.Granted;
            return granted
                    && locks.find(LockQuery.all("")).locks().size() == 1
                    && locks.acquire(request) instanceof Acquisition.Granted again
                    && again.reentrant();
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
