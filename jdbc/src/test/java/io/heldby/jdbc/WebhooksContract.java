package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.heldby.jdbc.WebhookReceiver.Received;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.lock.EventSettings;
import io.heldby.lock.LockEvent;
import io.heldby.lock.LockEvent.Kind;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.TestDatabase;
import io.heldby.webhook.Webhook;
import io.heldby.webhook.WebhookStatus;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is sent what, in which order and how often, whatever receivers, nodes and the database do. */
@Timeout(60)
abstract class WebhooksContract {

    private static final String SECRET = "whsec_NtiZ0RGMRaTpMyIbqIB0Z0iBqx4nNLBlPrKSZVxEKUw=";
    private static final Duration SOON = Duration.ofSeconds(15);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("io.heldby.webhook.Webhooks");
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private TestDatabase database;
    private WebhookReceiver receiver;

    abstract TestDatabase newDatabase(int poolSize);

    @BeforeEach
    void start() throws Exception {
        database = newDatabase(10);
        receiver = opened(new WebhookReceiver(SECRET));
        logger.addHandler(log);
    }

    @AfterEach
    void stop() throws Exception {
        logger.removeHandler(log);
        for (AutoCloseable one : opened) {
            one.close();
        }
        database.close();
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(0, one);
        return one;
    }

    private Webhook audit() {
        return Webhook.of("audit", receiver.url(), SECRET);
    }

    private Heldby node(Webhook... webhooks) {
        return node(database.dataSource(), webhooks);
    }

    private Heldby node(DataSource dataSource, Webhook... webhooks) {
        return opened(Heldby.builder(dataSource)
                .initializeSchema(InitializeSchema.ALWAYS)
                .events(EventSettings.defaults().withEvery(Duration.ofMillis(100)))
                .webhooks(List.of(webhooks))
                .build());
    }

    private static void take(Heldby node, String... ids) {
        for (String id : ids) {
            node.locks().acquireOrThrow(LockRequest.of(LockKey.of("line", id), Owner.of("alice", "tab")));
        }
    }

    private void receives(String... recordIds) {
        try {
            await().atMost(SOON).until(() -> receiver.taken().size() >= recordIds.length);
        } catch (ConditionTimeoutException late) {
            // What is missing is said below.
        }
        assertThat(receiver.taken()).extracting(Received::recordId).containsExactly(recordIds);
    }

    private void answers(Integer... statuses) {
        Deque<Integer> next = new ArrayDeque<>(List.of(statuses));
        receiver.answer(body -> next.isEmpty() ? 204 : next.poll());
    }

    private static WebhookStatus status(Heldby node) {
        return node.webhooks().statuses().get(0);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Lets the pause after a failure pass. */
    private void pausePasses(Heldby node, int failures) throws SQLException {
        await().atMost(SOON).until(() -> status(node).failures() >= failures);
        execute("UPDATE heldby_webhook SET next_attempt = NULL");
    }

    /** Lets the turn pass that somebody has who does not end it. */
    private void turnPasses() throws SQLException {
        execute("UPDATE heldby_webhook SET claimed_until = claimed_until - INTERVAL '2' MINUTE");
    }

    @Test
    void whatHappensIsSentSignedInOrderAndAsOverHttp() {
        Heldby node = node(audit());

        take(node, "1", "2");
        node.locks().releaseAll("", Owner.of("alice", "tab"), "gone home");

        await().atMost(SOON).until(() -> receiver.taken().size() >= 4);
        List<LockEvent> happened = node.events().after(0, 10);
        assertThat(receiver.received()).extracting(Received::status).containsOnly(204);
        assertThat(receiver.received())
                .extracting(Received::body)
                .containsExactlyElementsOf(
                        happened.stream().map(LockEvent::toJson).toList());
        assertThat(receiver.received()).extracting(Received::contentType).containsOnly("application/json");
        assertThat(receiver.received()).extracting(Received::webhookId).doesNotHaveDuplicates();
        await().atMost(SOON)
                .until(() -> status(node).position() == node.events().newest());
        assertThat(status(node)).returns(0, WebhookStatus::failures).returns("HTTP 204", WebhookStatus::lastAnswer);
    }

    @Test
    void aNewWebhookBeginsNowAndAKnownOneWhereItWas() {
        Heldby without = node();
        take(without, "before");
        await().atMost(SOON).until(() -> without.events().newest() == 1);

        Heldby first = node(audit());
        take(first, "1");
        receives("1");
        await().atMost(SOON).until(() -> status(first).position() == 2);
        first.close();
        take(without, "2");
        Heldby second = node(audit());
        take(second, "3");

        receives("1", "2", "3");
    }

    @Test
    void onlyWhatItWantsIsSent() {
        Heldby node = node(audit().ofTypes(Set.of("line")).ofKinds(Set.of(Kind.RELEASED)));
        take(node, "1");
        node.locks()
                .release(
                        node.locks().acquireOrThrow(LockRequest.of(LockKey.of("page", "1"), Owner.of("alice", "tab"))));
        node.locks().releaseAll("", Owner.of("alice", "tab"), "gone home");
        take(node, "2");

        receives("1");
        assertThat(receiver.received())
                .singleElement()
                .satisfies(
                        one -> assertThat(one.body()).contains("\"RELEASED\"").contains("\"line\""));
    }

    @Test
    void whatFailsIsSentAgainUnderTheSameIdAndNothingIsSkipped() throws Exception {
        answers(500, WebhookReceiver.CLOSE_THE_CONNECTION, 302, 204);
        Heldby node = node(audit());

        take(node, "1", "2");
        for (int failures = 1; failures <= 3; failures++) {
            pausePasses(node, failures);
        }

        receives("1", "2");
        List<Received> all = receiver.received();
        assertThat(all).extracting(Received::status).startsWith(500, WebhookReceiver.CLOSE_THE_CONNECTION, 302, 204);
        assertThat(all.subList(0, 4))
                .extracting(Received::webhookId)
                .containsOnly(all.get(0).webhookId());
        assertThat(all.get(4).webhookId()).isNotEqualTo(all.get(0).webhookId());
    }

    @Test
    void aFailureIsShownAndLoggedOnceAndSoIsTheRecovery() throws Exception {
        answers(500, 503);
        Heldby node = node(audit());
        take(node, "1");
        await().atMost(SOON).until(() -> status(node).failures() == 1);

        WebhookStatus failing = status(node);
        assertThat(failing.failingSince()).isNotNull();
        assertThat(failing.nextAttempt()).isAfter(failing.failingSince());
        assertThat(failing.lastAnswer()).isEqualTo("HTTP 500");
        pausePasses(node, 2);
        receives("1");

        await().atMost(SOON).until(() -> status(node).failures() == 0);
        assertThat(status(node).failingSince()).isNull();
        assertThat(status(node).nextAttempt()).isNull();
        await().atMost(SOON).until(() -> logged.size() >= 2);
        assertThat(logged).hasSize(2);
        assertThat(logged.get(0)).startsWith("WARNING webhook audit").contains("fails (HTTP 500)");
        assertThat(logged.get(1)).startsWith("INFO webhook audit").contains("answers again");
        assertThat(String.join("\n", logged)).doesNotContain(SECRET.substring("whsec_".length()));
    }

    @Test
    void oneThatFailsHoldsUpNoOther() throws Exception {
        WebhookReceiver other = opened(new WebhookReceiver(SECRET));
        receiver.answer(body -> 500);
        Heldby node = node(audit(), Webhook.of("other", other.url(), SECRET));

        take(node, "1", "2");

        await().atMost(SOON).until(() -> other.taken().size() == 2);
        assertThat(receiver.taken()).isEmpty();
    }

    @Test
    void aReceiverThatIsGoneIsLeftAloneUntilTheNextStart() {
        receiver.answer(body -> 410);
        Heldby node = node(audit());
        take(node, "1");
        await().atMost(SOON).until(() -> status(node).failures() == 1);
        take(node, "2");
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        assertThat(receiver.received()).hasSize(1);
        assertThat(logged).singleElement().satisfies(line -> assertThat(line).contains("410 Gone"));
        node.close();

        receiver.answer(body -> 204);
        Heldby next = node(audit());

        receives("1", "2");
        await().atMost(SOON).until(() -> status(next).failures() == 0);
    }

    @Test
    void whoIsKilledBetweenAnswerAndPositionSendsAgainUnderTheSameId() throws Exception {
        AtomicBoolean cut = new AtomicBoolean();
        receiver.answer(body -> {
            cut.set(true);
            return 204;
        });
        Heldby killed = node(cuttable(cut), audit());
        take(killed, "1");
        await().atMost(SOON).until(() -> receiver.taken().size() == 1);
        killed.close();
        receiver.answer(body -> 204);
        turnPasses();

        Heldby next = node(audit());

        receives("1", "1");
        assertThat(receiver.taken().get(1)).isEqualTo(receiver.taken().get(0));
        await().atMost(SOON).until(() -> status(next).position() == 1);
    }

    @Test
    void whoLivesNotesAnAnswerLaterAndDoesNotSendAgain() {
        AtomicBoolean cut = new AtomicBoolean();
        receiver.answer(body -> {
            cut.set(true);
            return 204;
        });
        Heldby node = node(cuttable(cut), audit());
        Heldby looking = node();
        take(looking, "1");
        await().atMost(SOON).until(() -> logged.size() == 1);
        receiver.answer(body -> 204);
        cut.set(false);
        take(looking, "2");

        receives("1", "2");
        await().atMost(SOON).until(() -> status(node).position() == 2);
    }

    @Test
    void severalNodesSendEverythingOnceAndInOrder() {
        List<Heldby> nodes = List.of(node(audit()), node(audit()), node(audit()));

        IntStream.range(0, 90).forEach(i -> take(nodes.get(i % 3), "" + i));

        await().atMost(SOON).until(() -> receiver.taken().size() >= 90);
        // Positions have gaps where two nodes gave them at the same time.
        long last = receiver.received().get(89).position();
        await().atMost(SOON).until(() -> status(nodes.get(0)).position() == last);
        assertThat(receiver.received()).hasSize(90);
        assertThat(receiver.received())
                .extracting(Received::position)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void anotherNodeGoesOnWhereOneHangsAndTheLateAnswerMovesNothingBack() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        receiver.answer(body -> {
            if (first.getAndSet(false)) {
                reached.countDown();
                assertThat(hanging.await(9, TimeUnit.SECONDS)).isTrue();
            }
            return 204;
        });
        Heldby slow = node(audit());
        take(slow, "1");
        assertThat(reached.await(15, TimeUnit.SECONDS)).isTrue();
        turnPasses();

        Heldby other = node(audit());
        take(other, "2");
        await().atMost(SOON).until(() -> status(other).position() == 2);
        hanging.countDown();
        receives("1", "2", "1");

        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        assertThat(status(other).position()).isEqualTo(2);
        take(other, "3");
        receives("1", "2", "1", "3");
    }

    /** With the only one held, nobody could lock anything meanwhile. */
    @Test
    void noConnectionIsHeldWhileAReceiverIsWaitedFor() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        receiver.answer(body -> {
            reached.countDown();
            assertThat(hanging.await(9, TimeUnit.SECONDS)).isTrue();
            return 204;
        });
        TestDatabase small = newDatabase(1);
        try (Heldby node = Heldby.builder(small.dataSource())
                .initializeSchema(InitializeSchema.ALWAYS)
                .webhooks(List.of(audit()))
                .build()) {
            take(node, "1");
            assertThat(reached.await(15, TimeUnit.SECONDS)).isTrue();

            take(node, "2");

            hanging.countDown();
            receives("1", "2");
        } finally {
            small.close();
        }
    }

    @Test
    void whatIsForgottenBeforeItWasSentIsToldToTheReceiver() throws Exception {
        receiver.answer(body -> 500);
        Heldby node = node(audit());
        take(node, "1", "2", "3");
        await().atMost(SOON).until(() -> status(node).failures() > 0);
        execute("UPDATE heldby_event SET at = at - INTERVAL '91' DAY WHERE id IN ('1', '2')");
        assertThat(node.events().purge(Duration.ofDays(90), 10)).isEqualTo(2);
        receiver.answer(body -> 204);
        execute("UPDATE heldby_webhook SET next_attempt = NULL");

        receives("", "3");

        assertThat(receiver.taken().get(0).body())
                .isEqualTo("{\"position\":2,\"event\":\"events.missed\",\"after\":0}");
        assertThat(logged).anyMatch(line -> line.startsWith("WARNING webhook audit was not sent all events"));
    }

    @Test
    void whatWasSentMayBeForgottenWithoutAWord() throws Exception {
        Heldby node = node(audit());
        take(node, "1");
        receives("1");
        await().atMost(SOON).until(() -> status(node).position() == 1);
        execute("UPDATE heldby_event SET at = at - INTERVAL '91' DAY");
        assertThat(node.events().purge(Duration.ofDays(90), 10)).isEqualTo(1);

        take(node, "2");

        receives("1", "2");
    }

    @Test
    void twoOfOneNameAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> node(audit(), audit()))
                .withMessageContaining("two are called \"audit\"");
    }

    /** The database's own, while it is not cut. */
    private DataSource cuttable(AtomicBoolean cut) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (cut.get()) {
                        throw new SQLException("cut off");
                    }
                    return method.invoke(database.dataSource(), arguments);
                });
    }
}
