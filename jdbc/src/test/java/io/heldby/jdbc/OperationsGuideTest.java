package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.heldby.jdbc.changelog.Change;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.Saved;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.lock.EventQuery;
import io.heldby.lock.ExpiryTask;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.FieldChange;
import io.heldby.webhook.Webhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs the SQL of docs/operations.md: its rights are enough, and its queries answer. */
class OperationsGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "operations.md");
    private static final Pattern SQL = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final Owner BOB = Owner.of("bob", "b1").named("Bob Smith");
    private static final Owner ALICE = Owner.of("alice", "a1").named("Alice Jones");

    @Test
    void rightsInTheGuideAreEnoughForEverything() throws Exception {
        String app = "app_" + UUID.randomUUID().toString().replace("-", "");
        try (TestDatabase database = TestDatabase.postgres();
                Connection owner = database.openConnection()) {
            Heldby.builder(database.dataSource())
                    .initializeSchema(InitializeSchema.ALWAYS)
                    .build()
                    .close();
            run(owner, "CREATE ROLE " + app);
            try {
                for (String grant : statements("GRANT")) {
                    run(owner, grant.replaceAll("\\bapp\\b", app));
                }
                run(
                        owner,
                        "DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO " + app
                                + "', current_schema()); END $$");
                try (HikariDataSource asApp = connectedAs(app, database)) {
                    everythingWorks(asApp);
                }
            } finally {
                run(owner, "DROP OWNED BY " + app + "; DROP ROLE " + app);
            }
        }
    }

    private static void everythingWorks(HikariDataSource dataSource) throws IOException, SQLException {
        List<ExpiryTask> expired = new CopyOnWriteArrayList<>();
        String secret = "whsec_NtiZ0RGMRaTpMyIbqIB0Z0iBqx4nNLBlPrKSZVxEKUw=";
        try (WebhookReceiver receiver = new WebhookReceiver(secret);
                Heldby heldby = Heldby.builder(dataSource)
                        .initializeSchema(InitializeSchema.NEVER)
                        .webhooks(List.of(Webhook.of("audit", receiver.url(), secret)))
                        .expiryHandler("put-back", (task, extension) -> {
                            if (task.attempts() == 1) {
                                extension.by(Duration.ofMinutes(1));
                                throw new IllegalStateException("not yet");
                            }
                            expired.add(task);
                        })
                        .build()) {
            LockManager locks = heldby.locks();
            Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, BOB));
            assertThat(locks.acquire(LockRequest.of(KEY, ALICE)).ifGranted()).isEmpty();
            assertThat(locks.renew(lease)).isInstanceOf(Renewal.Renewed.class);
            heldby.edits().save(lease.handle(), 0, save -> save.expectedVersion());
            assertThat(locks.release(lease)).isEqualTo(Release.NOTHING_TO_RELEASE);
            Lease next = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
            assertThat(locks.forceRelease(next.lockId(), "Kim", "month end")).isEqualTo(ForceRelease.BROKEN);
            assertThat(locks.renew(next)).isInstanceOf(Renewal.Lost.class);
            Lease unused = locks.acquireOrThrow(LockRequest.of(KEY, BOB).expiryHandler("put-back"));
            try (Connection connection = dataSource.getConnection()) {
                run(connection, "UPDATE heldby_lock SET expires_at = acquired_at");
            }
            locks.release(locks.acquireOrThrow(LockRequest.of(KEY, ALICE)));
            await().until(() -> expired.size() == 1);
            assertThat(locks.sweep(10)).isZero();
            await().until(() -> heldby.events().newest() >= 4);
            await().until(() -> heldby.webhooks().statuses().get(0).position() >= 4);
            assertThat(receiver.taken()).hasSizeGreaterThanOrEqualTo(4);
            assertThat(heldby.events().find(EventQuery.all("")).events()).hasSizeGreaterThanOrEqualTo(4);
            assertThat(heldby.events().purge(Duration.ofDays(90), 10)).isZero();
            assertThat(heldby.events().erase(KEY)).isGreaterThanOrEqualTo(4);
            changesAreLogged(dataSource);
        }
    }

    private static void changesAreLogged(HikariDataSource dataSource) throws SQLException {
        ChangeLog log = new ChangeLog(JdbcSettings.defaults(), () -> "");
        List<FieldChange> fields = List.of(FieldChange.of("holder", "Luke", "Leia"));
        try (Connection connection = dataSource.getConnection()) {
            log.write(
                    connection,
                    List.of(new Change("policy", "12345", 8, Action.CHANGED, 7L, "Bob Smith", null, fields)));
            assertThat(log.since(connection, "policy", "12345", 7)).hasSize(1);
            new SavedEvents(JdbcSettings.defaults(), () -> "")
                    .append(connection, List.of(Saved.of("policy", "12345", 8, "bob", "Bob Smith")));
            assertThat(log.purge(connection, Duration.ofDays(365), 10)).isZero();
            assertThat(log.erase(connection, "policy", "12345")).isEqualTo(1);
        }
    }

    @Test
    void queriesOfTheGuideAnswerOnH2() throws Exception {
        try (TestDatabase database = TestDatabase.h2()) {
            queriesAnswer(database);
        }
    }

    @Test
    void queriesOfTheGuideAnswerOnPostgres() throws Exception {
        try (TestDatabase database = TestDatabase.postgres()) {
            queriesAnswer(database);
        }
    }

    private static void queriesAnswer(TestDatabase database) throws Exception {
        List<String> queries = statements("SELECT");
        assertThat(queries).hasSize(4);
        try (Heldby heldby = Heldby.builder(database.dataSource())
                        .initializeSchema(InitializeSchema.ALWAYS)
                        .build();
                Connection connection = database.openConnection()) {
            assertThat(firstColumn(connection, queries.get(0))).isEmpty();
            Lease unused = heldby.locks().acquireOrThrow(LockRequest.of(KEY, BOB));
            assertThat(firstColumn(connection, queries.get(0))).containsExactly("Bob Smith");
            assertThat(firstColumn(connection, queries.get(1))).containsExactly("policy");
            assertThat(firstColumn(connection, queries.get(2))).hasSize(1);
            assertThat(firstColumn(connection, queries.get(3))).isEmpty();
        }
    }

    /** The guide's statements that begin with this word, in their order. */
    private static List<String> statements(String verb) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher block = SQL.matcher(Files.readString(GUIDE));
        while (block.find()) {
            Arrays.stream(block.group(1).split(";\\n", -1))
                    .map(String::strip)
                    .filter(statement -> statement.startsWith(verb))
                    .forEach(found::add);
        }
        assertThat(found).as("statements with " + verb).isNotEmpty();
        return found;
    }

    private static HikariDataSource connectedAs(String role, TestDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setConnectionInitSql("SET ROLE " + role);
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static List<String> firstColumn(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
