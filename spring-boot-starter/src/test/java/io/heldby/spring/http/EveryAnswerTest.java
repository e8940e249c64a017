package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import io.heldby.spring.http.BackDoor.Saving;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Brings about every status of every operation that openapi.json knows, so that it promises nothing that does not happen.
 * What all operations have in common is asked of each that the document names: a new one is asked, too.
 */
class EveryAnswerTest extends InTheHouse {

    private static final OpenApi DOCUMENT = OpenApi.read();

    @BeforeAll
    static void begin() {
        HeldToOpenApi.forget();
    }

    @AfterAll
    static void everyStatusOfEveryOperationWasSeen() {
        assertThat(HeldToOpenApi.seen())
                .containsAll(DOCUMENT.operations().stream()
                        .flatMap(operation -> operation.statuses().stream().map(status -> operation + " " + status))
                        .toList());
    }

    @Test
    void nobodyIsSignedIn() {
        expect(401, with(401), operation -> send(Api.on(port), operation, example(operation)));
    }

    @Test
    void nobodyAcceptsJson() {
        expect(406, with(406), operation -> send(han, operation, example(operation), "Accept", "text/html"));
    }

    @Test
    void theBodyIsNoJson() {
        expect(415, OpenApi.Operation::hasBody, operation -> send(han, operation, "{}", "Content-Type", "text/plain"));
    }

    @Test
    void theBodyIsTooLong() {
        String endless = " ".repeat(4 * 1024 * 1024) + "{}";
        expect(413, OpenApi.Operation::hasBody, operation -> send(han, operation, endless));
    }

    @Test
    void aFieldIsWrong() {
        expect(400, with(400), operation -> {
            if (operation.hasBody()) {
                return send(han, operation, "{\"colour\":\"red\"}");
            }
            String path = path(operation);
            if (path.equals(operation.path())) {
                return han.send(operation.method(), Api.PREFIX + path + "?colour=red", null);
            }
            String wrong = operation.path().replaceAll("\\{\\w+}", "4%1B2");
            return han.send(operation.method(), Api.PREFIX + wrong, null, "Lock-Token", GUESSED_TOKEN);
        });
    }

    @Test
    void aCookieSessionHasNoCsrfToken() {
        Browser browser = Browser.on(port).signIn("han");
        expect(
                403,
                operation -> !operation.method().equals("GET"),
                operation -> browser.send(
                        operation.method(), Api.PREFIX + path(operation), example(operation), headers(operation)));
    }

    @Test
    void theStoreFails() {
        backDoor.execute("ALTER TABLE heldby_lock RENAME TO heldby_lost");
        backDoor.execute("ALTER TABLE heldby_event RENAME TO heldby_event_lost");
        backDoor.execute("ALTER TABLE heldby_request RENAME TO heldby_request_lost");
        backDoor.execute("ALTER TABLE heldby_change RENAME TO heldby_change_lost");
        try {
            expect(
                    503,
                    with(503).and(operation -> !operation.path().equals("/events")),
                    operation -> operation.path().equals("/events/poll")
                            ? han.get("/events/poll?after=0")
                            : send(han, operation, example(operation)));
        } finally {
            backDoor.execute("ALTER TABLE heldby_change_lost RENAME TO heldby_change");
            backDoor.execute("ALTER TABLE heldby_request_lost RENAME TO heldby_request");
            backDoor.execute("ALTER TABLE heldby_event_lost RENAME TO heldby_event");
            backDoor.execute("ALTER TABLE heldby_lost RENAME TO heldby_lock");
        }
    }

    @Test
    void theStoreCannot() {
        Answered granted = leia.acquire("customer", id, "s1");
        House.SIMPLE.set(true);
        try {
            expect(
                    501,
                    with(501).and(operation -> !operation.path().endsWith("/break")),
                    operation -> send(han, operation, example(operation)));
            status(
                    501,
                    han.post(
                            "/locks/" + granted.at("/lockId") + "/break",
                            "{\"reason\":\"gone home\",\"graceSeconds\":60}"));
            status(200, leia.get("/resources/customer/" + id));
            status(423, luke.acquire("customer", id, "s2"));
        } finally {
            House.SIMPLE.set(false);
        }
    }

    @Test
    void somebodyMayNot() {
        status(403, luke.get("/locks"));
        status(403, leia.get("/resources/secret/1"));
        status(403, leia.get("/resources/secret/1/changes"));
        status(403, luke.get("/resources/customer/1/changes"));
        status(403, leia.get("/policies"));
        status(403, luke.get("/history"));
        status(403, leia.get("/events?type=secret&id=1"));
        status(403, leia.get("/events/poll?type=secret&id=1"));
        status(403, leia.acquire("secret", id, "s1"));
    }

    @Test
    void thereAreStreamsEnough() {
        List<ReadStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                open.add(ReadStream.open(leia, ""));
            }
            status(429, leia.get("/events"));
            for (int i = 0; i < 2; i++) {
                open.add(ReadStream.open(luke, ""));
            }
            status(503, luke.get("/events"));
        } finally {
            open.forEach(ReadStream::close);
        }
    }

    @Test
    void somebodyLooks() {
        Answered granted = leia.acquire("customer", id, "s1");
        status(200, leia.get("/locks?q=" + id));
        status(200, leia.get("/locks/" + granted.at("/lockId")));
        status(404, leia.get("/locks/" + guessedLockId()));
        status(200, leia.get("/resources/customer/" + id));
        status(200, leia.get("/resources/customer/" + id + "/changes"));
        status(200, han.get("/policies"));
        status(200, leia.get("/me"));
        status(200, leia.get("/openapi.json"));
        status(200, leia.get("/history"));
        status(200, leia.get("/events/poll"));
    }

    @Test
    void oneIsLocked() {
        status(201, leia.post("/locks", wish("customer", "s1", ""), "Idempotency-Key", id));
        status(200, leia.post("/locks", wish("customer", "s1", ""), "Idempotency-Key", id));
        status(422, leia.post("/locks", wish("order", "s1", ""), "Idempotency-Key", id));
        status(423, luke.post("/locks", wish("customer", "s2", "")));
        status(409, leia.post("/locks", wish("article", "s1", ",\"ifVersion\":6")));
    }

    @Test
    void severalAreLocked() {
        status(201, batch(leia, wish("customer", "s1", "")));
        status(200, batch(leia, wish("customer", "s1", "")));
        status(422, batch(leia, wish("order", "s1", "")));
        status(423, batch(luke, wish("customer", "s2", "")));
        status(409, luke.post("/locks/batch", "{\"locks\":[" + wish("article", "s1", ",\"ifVersion\":6") + "]}"));
    }

    @Test
    void somebodyHasEnough() {
        Api lando = leia.as("lando");
        String all = IntStream.range(0, House.QUOTA)
                .mapToObj(i -> "{\"type\":\"t\",\"id\":\"%s-%d\",\"session\":\"%s\"}".formatted(id, i, id))
                .collect(Collectors.joining(","));
        status(201, batch(lando, all));
        status(429, lando.acquire("customer", id, "s2"));
        Answered wanted = leia.acquire("ticket", id, "s1");
        status(
                429,
                lando.post(
                        "/locks/" + wanted.at("/lockId") + "/take-over", "{\"session\":\"s2\",\"reason\":\"urgent\"}"));
        status(429, lando.post("/locks/batch", "{\"locks\":[" + wish("customer", "s2", "") + "]}"));
        status(200, lando.delete("/sessions/" + id));
    }

    @Test
    void aLeaseIsKeptChangedAndGivenBack() {
        Answered granted = leia.acquire("customer", id, "s1");
        String lock = "/locks/" + granted.at("/lockId");
        String token = granted.at("/token");
        String proof = "{\"lockId\":\"%s\",\"token\":\"%s\"}".formatted(granted.at("/lockId"), token);

        status(200, renew(leia, granted));
        status(200, verify(leia, granted));
        status(200, leia.post("/sessions/s1/renew", "{\"leases\":[" + proof + "]}"));
        status(200, leia.post(lock + "/mode", "{\"mode\":\"SHARED\"}", "Lock-Token", token));
        status(201, luke.post("/locks", wish("customer", "s2", ",\"mode\":\"SHARED\"")));
        status(423, leia.post(lock + "/mode", "{\"mode\":\"EXCLUSIVE\"}", "Lock-Token", token));
        status(204, leia.post(lock + "/release", "{\"token\":\"" + token + "\"}"));
        status(204, leia.delete(lock, "Lock-Token", token));
        status(410, renew(leia, granted));
        status(410, verify(leia, granted));
        status(410, leia.post(lock + "/mode", "{\"mode\":\"EXCLUSIVE\"}", "Lock-Token", token));
    }

    @Test
    void aSaveIsBeingWritten() throws Exception {
        Answered granted = leia.acquire("customer", id, "s1");
        String lock = "/locks/" + granted.at("/lockId");
        backDoor.expire(id);
        try (Saving saving = backDoor.saving(id)) {
            status(409, renew(leia, granted));
            status(409, verify(leia, granted));
            status(409, leia.delete(lock, "Lock-Token", granted.at("/token")));
            status(409, leia.post(lock + "/release", "{\"token\":\"" + granted.at("/token") + "\"}"));
            status(409, han.post(lock + "/break", "{\"reason\":\"gone home\"}"));
        }
        status(200, han.post(lock + "/break", "{\"reason\":\"gone home\"}"));
    }

    @Test
    void somebodyIsAsked() throws Exception {
        Answered granted = leia.acquire("customer", id, "s1");
        String lock = "/locks/" + granted.at("/lockId");
        String ask = "{\"session\":\"s2\"}";
        Answered asked = luke.post(lock + "/requests", ask);
        String request = lock + "/requests/" + asked.at("/requestId");
        status(201, asked);
        status(200, luke.get(request));
        status(404, luke.get(lock + "/requests/" + UUID.randomUUID()));
        String operators = "/resources/customer/" + id + "/release-requests";
        status(201, luke.post(operators, "{\"reason\":\"urgent\"}"));
        status(200, han.get("/release-requests"));
        String keep = "{\"answer\":\"KEEP\",\"minutes\":1}";
        try (Saving saving = backDoor.saving(id)) {
            status(423, luke.post(lock + "/requests", ask));
            status(423, luke.post(operators, "{\"reason\":\"urgent\"}"));
            status(423, han.post(lock + "/take-over", "{\"session\":\"s3\",\"reason\":\"urgent\"}"));
            status(409, leia.patch(request, keep, "Lock-Token", granted.at("/token")));
        }
        status(200, leia.patch(request, keep, "Lock-Token", granted.at("/token")));
        status(410, leia.patch(request, keep, "Lock-Token", granted.at("/token")));
        status(410, leia.patch(request, keep, "Lock-Token", GUESSED_TOKEN));
        status(202, han.post(lock + "/break", "{\"reason\":\"gone home\",\"graceSeconds\":60}"));
        status(200, han.post(lock + "/take-over", "{\"session\":\"s3\",\"reason\":\"urgent\"}"));
        status(410, luke.post(lock + "/requests", ask));
        status(200, han.delete("/sessions/s3"));
        status(410, luke.post(operators, "{\"reason\":\"urgent\"}"));
    }

    @Test
    void somebodyWaits() throws Exception {
        String waiters = "/resources/customer/" + id + "/waiters";
        String waits = "{\"session\":\"s2\"}";
        status(200, luke.post(waiters, waits));
        leia.acquire("customer", id, "s1");
        Answered place = luke.post(waiters, waits);
        status(201, place);
        String mine = waiters + "/" + place.at("/waiterId");
        try (Saving saving = backDoor.saving(id)) {
            status(409, luke.post(waiters, waits));
            status(409, luke.post(mine + "/renew", waits));
        }
        status(200, luke.post(mine + "/renew", waits));
        status(204, luke.delete(mine + "?session=s2"));
        status(410, luke.post(mine + "/renew", waits));
    }

    private Answered batch(Api who, String wishes) {
        return who.post("/locks/batch", "{\"locks\":[" + wishes + "]}", "Idempotency-Key", id);
    }

    private Answered verify(Api who, Answered granted) {
        return who.post("/locks/verify", """
                {"type":"customer","id":"%s","token":"%s","fence":%d}""".formatted(
                        id, granted.at("/token"), granted.json().at("/fence").asLong()));
    }

    private static void status(int expected, Answered answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(expected);
    }

    private static Predicate<OpenApi.Operation> with(int status) {
        return operation -> operation.statuses().contains(String.valueOf(status));
    }

    private static void expect(int status, Predicate<OpenApi.Operation> which, Call call) {
        List<OpenApi.Operation> operations =
                DOCUMENT.operations().stream().filter(which).toList();
        assertThat(operations).isNotEmpty().allSatisfy(operation -> status(status, call.of(operation)));
    }

    private interface Call {
        Answered of(OpenApi.Operation operation);
    }

    private Answered send(Api who, OpenApi.Operation operation, String body, String... headers) {
        String[] all = Stream.concat(
                        Arrays.stream(headers),
                        Arrays.stream(
                                List.of(headers).contains("Content-Type")
                                        ? new String[] {"Lock-Token", GUESSED_TOKEN}
                                        : headers(operation)))
                .toArray(String[]::new);
        return who.send(operation.method(), Api.PREFIX + path(operation), body, all);
    }

    private static String[] headers(OpenApi.Operation operation) {
        return operation.hasBody()
                ? new String[] {"Lock-Token", GUESSED_TOKEN, "Content-Type", "application/json"}
                : new String[] {"Lock-Token", GUESSED_TOKEN};
    }

    private static String example(OpenApi.Operation operation) {
        return operation.hasBody()
                ? operation
                        .node()
                        .at("/requestBody/content/application~1json/example")
                        .toString()
                : null;
    }

    private String path(OpenApi.Operation operation) {
        return operation
                        .path()
                        .replace("{lockId}", guessedLockId())
                        .replace("{requestId}", UUID.randomUUID().toString())
                        .replace("{waiterId}", UUID.randomUUID().toString())
                        .replace("{session}", "s1")
                        .replace("{type}", "customer")
                        .replace("{id}", id)
                + DOCUMENT.parameters(operation, "query").entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(required -> "?" + required.getKey() + "=s1")
                        .collect(Collectors.joining());
    }
}
