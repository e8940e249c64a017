package io.heldby.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heldby.jdbc.Heldby;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.jdbc.lock.JdbcWebhookStore;
import io.heldby.lock.LockEvent.Kind;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What takes longer than anybody waits for in a test: a turn to send that is kept, and a webhook for which nothing happens. */
class TurnsTest {

    private static final UUID HERE = UUID.randomUUID();
    private static final UUID THERE = UUID.randomUUID();
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final TestDatabase database = TestDatabase.h2();
    private final Heldby heldby = Heldby.builder(database.dataSource()).build();
    private final WebhookStore store = new JdbcWebhookStore(database.dataSource(), JdbcSettings.defaults());
    private final AtomicLong nanos = new AtomicLong();

    @AfterEach
    void stop() {
        heldby.close();
        database.close();
    }

    @Test
    void whoSendsForLongKeepsTheTurn() throws SQLException {
        store.begin("audit");
        HeldTurn turn = take();
        turnsAge(Duration.ofSeconds(31));
        Instant before = claimedUntil();

        assertThat(turn.keep()).isTrue();

        assertThat(claimedUntil()).isAfter(before.plusSeconds(30));
        assertThat(store.claim("audit", THERE, LEASE)).isEmpty();
    }

    @Test
    void whoSendsForAMomentDoesNotAskAgain() throws SQLException {
        store.begin("audit");
        HeldTurn turn = take();
        Instant before = claimedUntil();
        nanos.addAndGet(Duration.ofSeconds(29).toNanos());

        assertThat(turn.keep()).isTrue();

        assertThat(claimedUntil()).isEqualTo(before);
    }

    @Test
    void whoWasStoppedForTooLongNoticesThatAnotherHasTheTurn() throws SQLException {
        store.begin("audit");
        HeldTurn turn = take();
        turnsAge(Duration.ofSeconds(61));
        assertThat(store.claim("audit", THERE, LEASE)).isPresent();

        assertThat(turn.keep()).isFalse();
        assertThat(store.delivered("audit", HERE, 5, "HTTP 204")).isFalse();
    }

    @Test
    void theAttemptsTimeIsTheStoresAndGoesOn() {
        store.begin("audit");
        HeldTurn turn = take();
        long begun = turn.epochSeconds();
        assertThat(begun)
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond() + 60);

        nanos.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(turn.epochSeconds()).isEqualTo(begun + 10);
    }

    /** Or it would be told that it has missed what was never for it. */
    @Test
    void aWebhookForWhichNothingHappensMovesOn() {
        Webhook quiet = Webhook.of("quiet", "http://127.0.0.1:1/", "whsec_NtiZ0RGMRaTpMyIbqIB0Z0iBqx4nNLBlPrKSZVxEKUw=")
                .ofKinds(Set.of(Kind.BROKEN));
        try (Webhooks webhooks =
                new Webhooks(List.of(quiet), heldby.events(), heldby.eventFeed(), store, Duration.ofMillis(200))) {
            heldby.locks().acquireOrThrow(LockRequest.of(LockKey.of("line", "1"), Owner.of("alice", "tab")));

            try {
                await().until(() -> webhooks.statuses().get(0).position() == 1);
            } catch (ConditionTimeoutException late) {
                // Said below.
            }
            assertThat(webhooks.statuses().get(0).position()).isEqualTo(1);
        }
    }

    private HeldTurn take() {
        return Objects.requireNonNull(HeldTurn.take(store, "audit", HERE, nanos::get));
    }

    /** As if so much time had passed, for the node and for the database. */
    private void turnsAge(Duration time) throws SQLException {
        nanos.addAndGet(time.toNanos());
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE heldby_webhook SET claimed_until = claimed_until - INTERVAL '%d' SECOND"
                    .formatted(time.toSeconds()));
        }
    }

    private Instant claimedUntil() throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT claimed_until FROM heldby_webhook")) {
            assertThat(row.next()).isTrue();
            return row.getTimestamp(1).toInstant();
        }
    }
}
