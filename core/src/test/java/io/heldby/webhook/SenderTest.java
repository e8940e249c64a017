package io.heldby.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What receivers may do to a sender that waits 0.4 s to connect and as long for an answer. */
@Timeout(30)
class SenderTest {

    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final Message MESSAGE = new Message(7, "evt_7", "{}");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Sender sender = new Sender(PATIENCE, PATIENCE);
    private HttpServer server;

    /** What the receiver does with a request. */
    private interface Receiver {
        void receive(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void anAnswerIsTakenAsItIs() {
        receive(exchange -> exchange.sendResponseHeaders(204, -1));
        assertThat(send()).isEqualTo(new Attempt(204, "HTTP 204", Duration.ZERO));
    }

    @Test
    void aReceiverThatDoesNotAnswerIsGivenUp() {
        receive(exchange -> end.await());

        assertThat(send()).returns(false, Attempt::succeeded).returns(0, Attempt::status);
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUp() {
        receive(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (!end.await(50, TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write(new byte[10]);
                exchange.getResponseBody().flush();
            }
        });

        assertThat(send()).returns(false, Attempt::succeeded);
    }

    @Test
    void aConnectionThatIsClosedIsNoSuccess() {
        receive(HttpExchange::close);

        assertThat(send()).returns(false, Attempt::succeeded).returns(0, Attempt::status);
    }

    @Test
    void nobodyThereIsNoSuccess() {
        server.stop(0);

        assertThat(send()).returns(false, Attempt::succeeded);
    }

    @Test
    void redirectsAreNotFollowed() {
        AtomicInteger elsewhere = new AtomicInteger();
        receive(exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        });
        server.createContext("/elsewhere", exchange -> {
            elsewhere.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
        });

        assertThat(send()).returns(false, Attempt::succeeded).returns(307, Attempt::status);
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void whenTheReceiverWantsToBeLeftAloneIsRead() {
        receive(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "30");
            exchange.sendResponseHeaders(503, -1);
        });

        assertThat(send().retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whatIsUnderWayCanBeAbandoned() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        Sender patient = new Sender(Duration.ofMinutes(1), Duration.ofMinutes(1));
        receive(exchange -> {
            received.countDown();
            end.await();
        });
        Future<Attempt> attempt = threads.submit(() -> patient.send(webhook(), MESSAGE, 1));
        received.await();

        patient.abandon();

        assertThat(attempt.get(10, TimeUnit.SECONDS)).returns(false, Attempt::succeeded);
        assertThat(patient.send(webhook(), MESSAGE, 1)).returns(false, Attempt::succeeded);
    }

    private void receive(Receiver receiver) {
        server.createContext("/hook", exchange -> {
            try (exchange) {
                receiver.receive(exchange);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Attempt send() {
        return sender.send(webhook(), MESSAGE, 1);
    }

    private Webhook webhook() {
        return Webhook.of(
                "audit",
                "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort()),
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }
}
