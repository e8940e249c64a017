package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.heldby.jdbc.JdbcTransactions;
import io.heldby.jdbc.lock.FencingGuard;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.lock.Edits;
import io.heldby.lock.Guard;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.lock.Transactions;
import io.heldby.testkit.EmbeddedRedisServer;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ConflictException;
import io.lettuce.core.RedisURI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Locks in Redis, records in PostgreSQL: Redis warns people, and the save's own statement keeps the data right. */
class FencedSaveTest {

    private static final LockKey KEY = LockKey.of("article", "42");
    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");

    private static TestDatabase database;

    private final EmbeddedRedisServer redis = EmbeddedRedisServer.start();
    private final RedisLockStore store = RedisLockStore.single(
            RedisURI.create(redis.url()), RedisSettings.defaults().withTimeout(Duration.ofMillis(400)));
    private final LockPolicies policies = LockPolicies.defaults();
    private final LockManager locks = new LockManager(store, policies);
    private final Transactions transactions = new JdbcTransactions(database.dataSource());
    private final Guard guard = new FencingGuard(store, policies);
    private final Edits edits = new Edits(locks, guard, transactions, session -> Optional.empty());
    private final ArticleMapper articles = new ArticleMapper();

    private record Article(long id, String text) {}

    // tag::mapper[]
    private static final class ArticleMapper extends VersionedMapper<Article> {

        ArticleMapper() {
            super(VersionedTable.of("article", "id", Article::id)
                    .column("text", Article::text)
                    .fenceColumn("fence"));
        }

        @Override
        protected Article read(ResultSet row) throws SQLException {
            return new Article(row.getLong("id"), row.getString("text"));
        }
    }
    // end::mapper[]

    @BeforeAll
    static void createTable() throws SQLException {
        database = TestDatabase.postgres();
        execute("""
                CREATE TABLE article (
                    id          BIGINT PRIMARY KEY,
                    text        VARCHAR(1000),
                    version     BIGINT NOT NULL,
                    modified_by VARCHAR(255),
                    modified_at TIMESTAMP WITH TIME ZONE,
                    fence       BIGINT NOT NULL DEFAULT 0)""");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @BeforeEach
    void storeOneArticle() throws SQLException {
        execute("DELETE FROM article");
        this.<Long>inTransaction(connection -> articles.insert(connection, new Article(42, "draft"), "Alice Ng"));
    }

    @AfterEach
    void stop() {
        store.close();
        redis.close();
    }

    @Test
    void holderSavesAndTheLockIsReleasedAfterwards() throws SQLException {
        Lease lease = hold(ALICE);

        save(lease, 0, "by Alice");

        assertThat(found().value().text()).isEqualTo("by Alice");
        assertThat(found().modifiedBy()).isEqualTo("Alice Ng");
        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    @DisplayName(
            "race 25: after Redis came back empty old tokens are refused, the fence holds, and new grants can save")
    void afterRedisCameBackEmptyOldTokensAreRefusedAndNewGrantsCanSave() throws SQLException {
        Lease alices = hold(ALICE);
        redis.kill();
        redis.startAgain();
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> locks.holders(KEY).isEmpty());

        assertThat(locks.renew(alices)).isEqualTo(new Renewal.Lost(Loss.unknown()));
        assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> save(alices, 0, "too late"));

        Lease bobs = hold(BOB);
        assertThat(bobs.fence()).isGreaterThan(alices.fence());
        save(bobs, 0, "by Bob");
        assertThat(found().value().text()).isEqualTo("by Bob");
    }

    @Test
    @DisplayName("race 25: of two holders after an emptied Redis only the newer fence saves, whatever Redis says")
    void ofTwoHoldersOnlyTheNewerFenceSaves() throws SQLException {
        Lease alices = hold(ALICE);
        redis.ask("FLUSHALL");
        Lease bobs = hold(BOB);
        this.<Long>inTransaction(
                connection -> articles.update(connection, new Article(42, "by Bob"), 0, bobs.fence(), "Bob Smith"));

        // Alice reloads the text, but saves under her old lock, past every check that Redis could make.
        long newest = found().version();
        LockLostException lost = lostBy(connection ->
                articles.update(connection, new Article(42, "by Alice"), newest, alices.fence(), "Alice Ng"));

        assertThat(lost.loss().cause()).isEqualTo(LossCause.TAKEN_OVER);
        assertThat(lost.loss().by()).isEqualTo("Bob Smith");
        assertThat(found().value().text()).isEqualTo("by Bob");
    }

    @Test
    @DisplayName("race 25: the newer holder can still save after the older one did")
    void newerHolderCanStillSaveAfterTheOlderOneDid() throws SQLException {
        Lease alices = hold(ALICE);
        redis.ask("FLUSHALL");
        Lease bobs = hold(BOB);
        this.<Long>inTransaction(
                connection -> articles.update(connection, new Article(42, "by Alice"), 0, alices.fence(), "Alice Ng"));

        // Bob loaded version 0: he is told of Alice's save, not that his lock is gone, and saves over the newest
        // version.
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> save(bobs, 0, "by Bob"));
        save(bobs, 1, "by Bob");

        assertThat(found().value().text()).isEqualTo("by Bob");
    }

    @Test
    void whileRedisCannotBeReachedNothingIsSaved() throws SQLException {
        Lease lease = hold(ALICE);
        redis.kill();

        assertThatExceptionOfType(LockStoreException.class).isThrownBy(() -> save(lease, 0, "unguarded"));

        assertThat(found().value().text()).isEqualTo("draft");
    }

    private Lease hold(Owner owner) {
        return locks.acquireOrThrow(LockRequest.of(KEY, owner));
    }

    private void save(Lease lease, long version, String text) throws SQLException {
        // tag::save[]
        edits.save(lease.handle(), version, save -> articles.update(save, new Article(42, text)));
        // end::save[]
    }

    private LockLostException lostBy(Transactions.Work<?, SQLException> work) {
        return catchThrowableOfType(LockLostException.class, () -> inTransaction(work));
    }

    private Versioned<Article> found() throws SQLException {
        return inTransaction(connection -> articles.find(connection, 42L)).orElseThrow();
    }

    private <T> T inTransaction(Transactions.Work<T, SQLException> work) throws SQLException {
        return transactions.run(work);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
