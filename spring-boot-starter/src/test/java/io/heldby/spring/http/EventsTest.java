package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.spring.http.Api.Answered;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** What can be read of what happened, at once, later, and while it happens. */
@ExtendWith(OutputCaptureExtension.class)
class EventsTest extends InTheHouse {

    @Autowired
    private EventStreams streams;

    @Autowired
    private LockManager locks;

    private void lockAndRelease() {
        Answered granted = leia.acquire("customer", id, "s1");
        leia.delete("/locks/" + granted.at("/lockId"), "Lock-Token", granted.at("/token"));
    }

    private List<String> actions(Answered answer) {
        return answer.json().at("/events").findValuesAsString("action");
    }

    @Test
    void theHistoryOfARecordIsNewestFirstAndComesInPages() {
        lockAndRelease();
        String history = "/history?type=customer&id=" + id;
        await().until(() -> actions(leia.get(history)).size() == 2);

        Answered first = leia.get(history + "&limit=1");
        Answered second = leia.get(history + "&limit=1&cursor=" + first.at("/next"));

        assertThat(actions(first)).containsExactly("RELEASED");
        assertThat(actions(second)).containsExactly("ACQUIRED");
        assertThat(second.json().has("next")).isFalse();
        assertThat(second.at("/events/0/displayName")).isEqualTo("Leia Organa");
        assertThat(actions(leia.get(history + "&action=RELEASED&user=leia&from=2020-01-01T00:00:00Z")))
                .containsExactly("RELEASED");
        assertThat(actions(leia.get(history + "&to=2020-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void whoWasRefusedIsInTheHistory() {
        leia.acquire("customer", id, "s1");
        luke.acquire("customer", id, "s2");

        await().until(() -> actions(leia.get("/history?action=DENIED&type=customer&id=" + id))
                .equals(List.of("DENIED")));
    }

    @Test
    void nobodyReadsOfRecordsThatTheyMayNotSee() {
        han.acquire("secret", id, "s1");
        await().until(() -> actions(han.get("/history?type=secret&id=" + id)).size() == 1);

        assertThat(leia.get("/history?type=secret&id=" + id).status()).isEqualTo(403);
        assertThat(actions(leia.get("/history?type=secret"))).isEmpty();
        assertThat(leia.get("/events?type=secret&id=" + id).status()).isEqualTo(403);
        assertThat(luke.get("/history").status()).as("luke may not list").isEqualTo(403);
        try (ReadStream leias = ReadStream.open(leia, "?type=secret");
                ReadStream hans = ReadStream.open(han, "?type=secret")) {
            han.acquire("secret", id + "-2", "s1");
            hans.awaitEvents(1);
            assertThat(leias.events()).isEmpty();
        }
    }

    @Test
    void whoPollsReadsEachEventOnce() {
        long begin = leia.get("/events/poll").json().at("/next").asLong();
        lockAndRelease();
        String poll = "/events/poll?type=customer&id=" + id + "&limit=500&after=";
        await().until(() -> actions(leia.get(poll + begin)).size() == 2);

        Answered all = leia.get(poll + begin);

        assertThat(actions(all)).containsExactly("ACQUIRED", "RELEASED");
        assertThat(actions(leia.get(poll + all.at("/next")))).isEmpty();
    }

    @Test
    void aStreamTellsWhatHappensWhileItHappens() {
        try (ReadStream stream = ReadStream.open(leia, "?type=customer&id=" + id)) {
            lockAndRelease();
            luke.acquire("customer", id + "-another", "s2");
            stream.awaitEvents(2);

            assertThat(stream.names()).containsExactly("lock.acquired", "lock.released");
            JsonNode acquired = stream.events().get(0);
            assertThat(acquired.path("displayName").asString()).isEqualTo("Leia Organa");
            assertThat(acquired.path("position").asString())
                    .isEqualTo(stream.ids().get(0));
        }
    }

    @Test
    void whoComesBackMissesNothingAndReadsNothingTwice() {
        String query = "?type=customer&id=" + id;
        String seen;
        try (ReadStream stream = ReadStream.open(leia, query)) {
            lockAndRelease();
            stream.awaitEvents(2);
            seen = stream.ids().get(0);
        }
        lockAndRelease();

        try (ReadStream stream = ReadStream.open(leia, query, "Last-Event-ID", seen)) {
            stream.awaitEvents(3);
            assertThat(stream.names()).containsExactly("lock.released", "lock.acquired", "lock.released");
        }
    }

    @Test
    void theSeventhStreamOfOnePersonIsRefusedPolitelyUntilAnotherIsClosed() {
        List<ReadStream> six =
                IntStream.range(0, 6).mapToObj(i -> ReadStream.open(leia, "")).toList();
        try {
            Answered seventh = leia.get("/events");
            assertThat(seventh.status()).isEqualTo(429);
            assertThat(seventh.problem()).isEqualTo("too-many-streams");
            assertThat(seventh.at("/detail")).contains("6 event streams");
            ReadStream.open(han, "").close();
        } finally {
            six.forEach(ReadStream::close);
        }
        ReadStream.open(leia, "").close();
    }

    @Test
    void whoDoesNotReadIsDroppedAndHoldsUpNobody() throws Exception {
        String user = Base64.getEncoder().encodeToString("lando:secret".getBytes(StandardCharsets.UTF_8));
        try (ReadStream reading = ReadStream.open(leia, "?type=flood");
                Socket stuck = new Socket()) {
            stuck.setReceiveBufferSize(4_096);
            stuck.connect(new InetSocketAddress("localhost", port));
            stuck.getOutputStream()
                    .write("GET %s/events?type=flood HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic %s\r\n\r\n"
                            .formatted(Api.PREFIX, user)
                            .getBytes(StandardCharsets.UTF_8));
            await().until(() -> streams.ofPerson("/lando").count() == 1);

            int told = 0;
            Owner busy = Owner.of("busy", "s1");
            for (; streams.ofPerson("/lando").count() == 1; told += 2) {
                assertThat(told).as("events without a word against it").isLessThan(100_000);
                LockKey key = LockKey.of("flood", "x".repeat(240) + told);
                locks.release(locks.acquireOrThrow(LockRequest.of(key, busy).reason("r".repeat(200))));
            }

            reading.awaitEvents(told);
            assertThat(reading.ids()).doesNotHaveDuplicates();
        }
    }

    @Test
    void whoSignsOutWhileReadingLeavesNoErrorInTheLog(CapturedOutput log) throws Exception {
        Browser browser = Browser.on(port).signIn("lando");
        try (InputStream stream = browser.stream("?type=customer&id=" + id)) {
            assertThat(stream.read()).isPositive();
            assertThat(browser.signOut().status()).isLessThan(400);
            streams.ofPerson("/lando").forEach(EventStream::end);
            await().during(Duration.ofSeconds(1)).until(() -> !log.getAll().contains("Access Denied"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/history?id=1, id",
        "/history?action=LAUGHED, action",
        "/history?from=yesterday, from",
        "/history?cursor=x, cursor",
        "/history?limit=501, limit",
        "/events/poll?after=-1, after",
        "/events/poll?limit=0, limit",
        "/events?id=1, id"
    })
    void whatIsWrongIsNamed(String path, String field) {
        Answered refused = leia.get(path);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/field")).isEqualTo(field);
    }
}
