package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.spring.http.Api.Answered;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the API refuses, and how it says so: always a problem, always the field, never anything internal. */
@SpringBootTest(classes = People.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class HttpRefusalsTest {

    /** Of a lock that never was. */
    private static final String LOCK = "/locks/" + LockId.random(LockKey.of("customer", "42"));

    @LocalServerPort
    int port;

    @Autowired
    DataSource dataSource;

    Api leia;

    @BeforeEach
    void signIn() {
        leia = Api.on(port).as("leia");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"customer","id":"42","session":"s1","colour":"red"}         | colour
            {"type":"customer","id":"42","session":"s1","ifVersion":7}          | ifVersion
            {"type":"customer","id":"42","session":"s1","ifVersion":-1}         | ifVersion
            {"type":"customer","id":"42","session":"s1","onlyOnce":1}           | onlyOnce
            {"type":"customer","id":"42","session":"s1","owner":"han"}          | owner
            {"type":"customer","id":42,"session":"s1"}                          | id
            {"type":"customer","id":true,"session":"s1"}                        | id
            {"type":"customer","id":["42"],"session":"s1"}                      | id
            {"type":{"a":1},"id":"42","session":"s1"}                           | type
            {"type":"customer","type":"order","id":"42","session":"s1"}         | type
            {"type":"customer","id":"42","session":"s1","leaseSeconds":"60"}    | leaseSeconds
            {"type":"customer","id":"42","session":"s1","leaseSeconds":1.5}     | leaseSeconds
            {"type":"customer","id":"42","session":"s1","leaseSeconds":99999999999999999999} | leaseSeconds
            {"type":"customer","id":"42","session":"s1","leaseSeconds":0}       | leaseSeconds
            {"type":"customer","id":"42","session":"s1","leaseSeconds":-1}      | leaseSeconds
            {"type":"customer","id":"42","session":"s1","leaseSeconds":86400}   | leaseSeconds
            {"type":"customer","id":"42","session":"s1","continueHere":"true"}  | continueHere
            {"type":"customer","id":"42","session":"s1","continueHere":1}       | continueHere
            {"type":"customer","id":"42","session":"s1","mode":"shared"}        | mode
            {"type":"customer","id":"42","session":"s1","mode":1}               | mode
            {"id":"42","session":"s1"}                                          | type
            {"type":"customer","session":"s1"}                                  | id
            {"type":"customer","id":null,"session":"s1"}                        | id
            {"type":"customer","id":"42"}                                       | session
            {"type":"","id":"42","session":"s1"}                                | type
            {"type":"customer","id":"4\\u00002","session":"s1"}                 | id
            {"type":"customer","id":"4\\n2","session":"s1"}                     | id
            {"type":"customer","id":"\\ud800","session":"s1"}                   | id
            {"type":"customer","id":"42","session":"s\\u0007"}                  | session
            {"type":"customer","id":"42","session":"s1","reason":"a\\u001bb"}   | reason
            """)
    void aWrongFieldIsNamed(String body, String field) {
        Answered refused = leia.post("/locks", body);

        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("bad-request");
        assertThat(refused.at("/field")).isEqualTo(field);
        assertNothingInternal(refused);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "42",
                "\"text\"",
                "{",
                "{\"type\":\"customer\",}",
                "{'type':'customer'}",
                "{\"type\":NaN}",
                "{} {}",
                "{\"type\":\"customer\",\"id\":\"42\",\"session\":\"s1\"} x",
                "{\"type\":\"customer\",\"id\":\"42\",\"session\":\"s1\"} {}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}"
            })
    void whatIsNotOneJsonObjectIsRefused(String body) {
        Answered refused = leia.post("/locks", body);

        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("bad-request");
        assertNothingInternal(refused);
    }

    @ParameterizedTest
    @CsvSource({"type, 101", "id, 256", "id, 300", "session, 256", "reason, 201"})
    void whatIsTooLongIsNamed(String field, int length) {
        String body = """
                {"type":"customer","id":"42","session":"s1","reason":"r"}""".replaceFirst("(\"%s\":)\"[^\"]*\"".formatted(field), "$1\"" + "x".repeat(length) + "\"");

        Answered refused = leia.post("/locks", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/field")).isEqualTo(field);
        assertThat(refused.at("/detail")).contains(String.valueOf(length));
    }

    @Test
    void theLongestThatIsAllowedIsAllowed() {
        assertThat(leia.acquire("t".repeat(100), "i".repeat(255), "s".repeat(255))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aBodyOver64KiBIs413() {
        Answered refused = leia.acquire("customer", "x".repeat(64 * 1024), "s1");

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.problem()).isEqualTo("body-too-large");
    }

    @Test
    void aHeartbeatOver1MiBIs413() {
        Answered refused = leia.post("/sessions/s1/renew", " ".repeat(1024 * 1024) + "{}");

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.at("/detail")).isEqualTo("The body must be at most 1024 KiB.");
    }

    @Test
    void aWrongMethodIs405AndSaysWhichIsRight() {
        for (String method : new String[] {"PUT", "PATCH", "DELETE"}) {
            Answered refused = leia.send(method, "/heldby/v1/locks", null);
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.problem()).isEqualTo("method-not-allowed");
            assertThat(refused.header("Allow")).contains("GET", "POST");
            assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void getNeverChangesAnything() {
        for (String path : new String[] {
            LOCK + "/renew", LOCK + "/release", LOCK + "/break", LOCK + "/mode", "/sessions/s1", "/sessions/s1/renew"
        }) {
            assertThat(leia.get(path).status()).isEqualTo(405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "x/y"})
    void aWrongMediaTypeIs415(String type) {
        Answered refused = leia.send("POST", "/heldby/v1/locks", "{}", "Content-Type", type);

        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.problem()).isEqualTo("unsupported-media-type");
    }

    @Test
    void noMediaTypeIs415() {
        assertThat(leia.send("POST", "/heldby/v1/locks", "{}").problem()).isEqualTo("unsupported-media-type");
    }

    @Test
    void anAnswerThatNobodyAcceptsIs406() {
        Answered refused = leia.send("GET", "/heldby/v1/locks", null, "Accept", "text/html");

        assertThat(refused.status()).isEqualTo(406);
        assertThat(refused.problem()).isEqualTo("not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/heldby/v1/lock", "/heldby/v1/", "/heldby/v1", "/heldby/v1/locks/1/2/3"})
    void aPathThatIsNotThereIs404(String path) {
        Answered refused = leia.send("GET", path, null);

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.problem()).isEqualTo("not-found");
        assertThat(refused.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void controlCharactersInAPathAre400() {
        assertThat(leia.get("/resources/customer/4%012").at("/field")).isEqualTo("id");
        assertThat(leia.get("/resources/cust%7Fomer/42").at("/field")).isEqualTo("type");
        assertThat(leia.delete("/sessions/s%1B1").at("/field")).isEqualTo("session");
        // These Spring Security refuses before anybody sees them.
        for (String path : new String[] {"4%0A2", "4%0D2", "4%3B2", "4%252"}) {
            Answered refused = leia.get("/resources/customer/" + path);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.problem()).isEqualTo("bad-request");
        }
        // And this the server.
        assertThat(leia.get("/resources/customer/4%002").status()).isEqualTo(400);
    }

    @Test
    void longPathVariablesAre400() {
        assertThat(leia.get("/resources/customer/" + "4".repeat(300)).at("/field"))
                .isEqualTo("id");
        assertThat(leia.delete("/sessions/" + "s".repeat(300)).at("/field")).isEqualTo("session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "1-1-1-1-1", "1d9ce1a2-7d54-4a5e-9b53-6d7a0c3a9a70", "HZzhon1USl6bU216DDqacA"})
    void aLockIdThatIsNoneIs400(String lockId) {
        assertThat(leia.get("/locks/" + lockId).at("/field")).isEqualTo("lockId");
        assertThat(leia.delete("/locks/" + lockId, "Lock-Token", "AAAAAAAAAAAAAAAAAAAAAA")
                        .at("/field"))
                .isEqualTo("lockId");
    }

    @Test
    void aMissingOrMalformedTokenIs400AndNotRepeated() {
        String renew = LOCK + "/renew";

        assertThat(leia.post(renew, null).at("/field")).isEqualTo("Lock-Token");
        Answered malformed = leia.post(renew, null, "Lock-Token", "my-secret");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.at("/field")).isEqualTo("Lock-Token");
        assertThat(malformed.text()).doesNotContain("my-secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"softSeconds":10}                                                    | token
            {"token":"AAAAAAAAAAAAAAAAAAAAAA","softSeconds":10}                   | beat
            {"token":"AAAAAAAAAAAAAAAAAAAAAA","softSeconds":61,"beat":1}          | softSeconds
            {"token":"AAAAAAAAAAAAAAAAAAAAAA","softSeconds":-1,"beat":1}          | softSeconds
            {"token":"AAAAAAAAAAAAAAAAAAAAAA","softSeconds":10,"beat":"1"}        | beat
            {"token":7}                                                           | token
            """)
    void aReleaseNamesWhatIsWrong(String body, String field) {
        Answered refused = leia.post(LOCK + "/release", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/field")).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                       | leases
            {"leases":null}                          | leases
            {"leases":{}}                            | leases
            {"leases":[null]}                        | leases[0]
            {"leases":[{}]}                          | leases[0].lockId
            {"leases":[{"lockId":"x","token":"y"}]}  | leases[0].lockId
            {"leases":[{"lockId":7}]}                | leases[0].lockId
            {"leases":[{"lock":"7"}]}                | lock
            {"leases":[{"beat":"7"}]}                | leases[0].beat
            """)
    void aHeartbeatNamesWhatIsWrong(String body, String field) {
        Answered refused = leia.post("/sessions/s1/renew", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/field")).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                     | reason
            {"reason":" "}                         | reason
            {"reason":"a\\nb"}                     | reason
            {"reason":"gone","graceSeconds":601}   | graceSeconds
            {"reason":"gone","graceSeconds":-1}    | graceSeconds
            """)
    void aBreakNamesWhatIsWrong(String body, String field) {
        String id = UUID.randomUUID().toString();
        String lockId = leia.acquire("customer", id, "s1").at("/lockId");

        Answered refused = leia.as("han").post("/locks/" + lockId + "/break", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/field")).isEqualTo(field);
        assertThat(leia.get("/locks/" + lockId).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "state=GONE, state",
        "sort=size, sort",
        "limit=0, limit",
        "limit=501, limit",
        "limit=ten, limit",
        "cursor=there, cursor",
        "q=a%01b, q",
        "holder=a%01b, holder",
        "stat=ACTIVE, stat",
        "type=a&type=b, type"
    })
    void aListNamesWhatIsWrong(String parameters, String field) {
        Answered refused = leia.get("/locks?" + parameters);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/field")).isEqualTo(field);
    }

    @Test
    void aStoreThatFailsIs503AndSaysWhenToAskAgain() {
        BackDoor backDoor = new BackDoor(dataSource);
        backDoor.execute("ALTER TABLE heldby_lock RENAME TO heldby_lost");
        try {
            Answered failed = leia.acquire("customer", "42", "s1");

            assertThat(failed.status()).isEqualTo(503);
            assertThat(failed.problem()).isEqualTo("store-unavailable");
            assertThat(failed.header("Retry-After")).isEqualTo("5");
            assertNothingInternal(failed);
            assertThat(leia.get("/locks").status()).isEqualTo(503);
        } finally {
            backDoor.execute("ALTER TABLE heldby_lost RENAME TO heldby_lock");
        }
    }

    private static void assertNothingInternal(Answered answer) {
        assertThat(answer.text())
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("java", "heldby.", "heldby_", "jackson", "SELECT", "INSERT", "Request[", "\tat ");
    }
}
