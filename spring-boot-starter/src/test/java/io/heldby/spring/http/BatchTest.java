package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several locks at once: all or none. */
class BatchTest extends InTheHouse {

    private Answered batch(Api who, String... wishes) {
        return who.post("/locks/batch", "{\"locks\":[" + String.join(",", wishes) + "]}");
    }

    @Test
    void allAreGrantedInTheOrderOfTheRequest() {
        Answered granted = batch(leia, wish("order", "s1", ""), wish("customer", "s1", ""), wish("line", "s1", ""));

        assertThat(granted.status()).isEqualTo(201);
        assertThat(granted.json().at("/locks").findValuesAsString("type"))
                .as("a line is locked by locking its order")
                .containsExactly("order", "customer", "order");
        assertThat(granted.at("/locks/0/token")).hasSize(22);
    }

    @Test
    void aRepeatGetsTheSameGrants() {
        Answered first = batch(leia, wish("order", "s1", ""), wish("customer", "s1", ""));
        Answered again = batch(leia, wish("order", "s1", ""), wish("customer", "s1", ""));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().findValuesAsString("lockId"))
                .isEqualTo(first.json().findValuesAsString("lockId"));
    }

    @Test
    void oneInTheWayRefusesAllAndAllInTheWayAreNamed() {
        luke.acquire("customer", id, "s2");
        han.acquire("invoice", id, "s3");

        Answered refused = batch(leia, wish("order", "s1", ""), wish("customer", "s1", ""), wish("invoice", "s1", ""));

        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.problem()).isEqualTo("locked");
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        assertThat(refused.json().at("/conflicts").findValuesAsString("displayName"))
                .containsExactlyInAnyOrder("Luke Skywalker", "Han Solo");
        assertThat(han.acquire("order", id, "s3").status()).isEqualTo(201);
    }

    @Test
    void anOldVersionRefusesAll() {
        Answered refused = batch(leia, wish("order", "s1", ""), wish("article", "s1", ",\"ifVersion\":6"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("stale-version");
        assertThat(refused.json().at("/conflicts/0/currentVersion").asLong()).isEqualTo(7);
        assertThat(luke.acquire("order", id, "s2").status()).isEqualTo(201);
    }

    @Test
    void oneThatIsNotPermittedRefusesAll() {
        assertThat(batch(leia, wish("order", "s1", ""), wish("secret", "s1", ""))
                        .status())
                .isEqualTo(403);
        assertThat(luke.acquire("order", id, "s2").status()).isEqualTo(201);
    }

    @Test
    void itHasRoomFor1000LocksOfTheLongestNamesAndNoMore() {
        Api lando = leia.as("lando"); // who holds nothing else
        String session = "型".repeat(255);
        String[] wishes = IntStream.range(0, 1_000)
                .mapToObj(i -> {
                    String key = id + "-" + i + "-";
                    return "{\"type\":\"%s\",\"id\":\"%s\",\"session\":\"%s\",\"reason\":\"%s\"}"
                            .formatted("型".repeat(100), key + "録".repeat(255 - key.length()), session, "由".repeat(200));
                })
                .toArray(String[]::new);

        assertThat(batch(lando, wishes).status()).isEqualTo(201);
        Answered oneMore = lando.acquire("customer", id, "s2");
        assertThat(oneMore.status()).isEqualTo(429);
        assertThat(oneMore.problem()).isEqualTo("quota-exceeded");
        assertThat(lando.delete("/sessions/" + URLEncoder.encode(session, StandardCharsets.UTF_8))
                        .json()
                        .at("/released")
                        .asInt())
                .isEqualTo(1_000);

        String tooMany = IntStream.rangeClosed(0, 1_000)
                .mapToObj(i -> "{\"type\":\"t\",\"id\":\"%d\",\"session\":\"s\"}".formatted(i))
                .collect(Collectors.joining(","));
        assertThat(batch(lando, tooMany).at("/field")).isEqualTo("locks");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                       | locks
            {"locks":[]}                                             | locks
            {"locks":[null]}                                         | locks[0]
            {"locks":[{"type":"t","id":"1"}]}                        | locks[0].session
            {"locks":[{"type":"t","id":"1","session":"s"},{"type":"t","id":"\\n","session":"s"}]} | locks[1].id
            {"locks":[{"type":"t","id":"1","session":"s"},{"type":"t","id":"2","session":"x"}]}   | locks[1].session
            {"locks":[{"type":"t","id":"1","session":"s","mode":"X"}]} | locks[0].mode
            {"locks":[{"type":"t","id":"1","session":"s","colour":1}]} | colour
            """)
    void itNamesWhatIsWrong(String body, String field) {
        Answered refused = leia.post("/locks/batch", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/field")).isEqualTo(field);
    }

    @Test
    void aRepeatAfterALostAnswerIsKnownByItsKey() {
        String body = "{\"locks\":[" + wish("order", "s1", ",\"onlyOnce\":true") + "]}";
        String key = UUID.randomUUID().toString();
        Answered first = leia.post("/locks/batch", body, "Idempotency-Key", key);

        Answered again = leia.post("/locks/batch", body, "Idempotency-Key", key);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("/locks/0/lockId")).isEqualTo(first.at("/locks/0/lockId"));
        assertThat(leia.post("/locks/batch", body).status()).isEqualTo(423);
    }
}
