package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be asked of a lock besides having it: its mode, a version, to be the only one, and to be asked for twice. */
class AcquireTermsTest extends InTheHouse {

    @Test
    void sharersMeetAndTheWriterWaits() {
        Answered first = leia.post("/locks", wish("chart", "s1", ",\"mode\":\"SHARED\""));
        Answered second = luke.post("/locks", wish("chart", "s2", ",\"mode\":\"SHARED\""));

        assertThat(first.at("/mode")).isEqualTo("SHARED");
        assertThat(second.status()).isEqualTo(201);
        Answered writer = han.post("/locks", wish("chart", "s3", ",\"mode\":\"EXCLUSIVE\""));
        assertThat(writer.status()).isEqualTo(423);
        assertThat(writer.json().at("/holders").size()).isEqualTo(2);
    }

    @Test
    void theLeaseIsAsLongAsAsked() {
        assertThat(leia.post("/locks", wish("customer", "s1", ",\"leaseSeconds\":600"))
                        .json()
                        .at("/expiresInSeconds")
                        .asLong())
                .isBetween(599L, 600L);
    }

    @Test
    void theVersionThatTheRecordHasIsGranted() {
        assertThat(leia.post("/locks", wish("article", "s1", ",\"ifVersion\":7"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void anOldVersionIsRefusedAndNothingIsLocked() {
        Answered refused = leia.post("/locks", wish("article", "s1", ",\"ifVersion\":6"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("stale-version");
        assertThat(refused.json().at("/expectedVersion").asLong()).isEqualTo(6);
        assertThat(refused.json().at("/currentVersion").asLong()).isEqualTo(7);
        assertThat(luke.acquire("article", id, "s2").status()).isEqualTo(201);
    }

    @Test
    void aVersionThatNobodyCanReadIs400AndNothingIsLocked() {
        Answered refused = leia.post("/locks", wish("customer", "s1", ",\"ifVersion\":7"));

        assertThat(refused.at("/field")).isEqualTo("ifVersion");
        assertThat(refused.at("/detail"))
                .isEqualTo("Versions of type customer cannot be read here: leave ifVersion out.");
        assertThat(luke.acquire("customer", id, "s2").status()).isEqualTo(201);
    }

    @Test
    void onlyOnceRefusesItsHolderToo() {
        assertThat(leia.post("/locks", wish("customer", "s1", ",\"onlyOnce\":true"))
                        .status())
                .isEqualTo(201);

        assertThat(leia.post("/locks", wish("customer", "s1", ",\"onlyOnce\":true"))
                        .status())
                .isEqualTo(423);
        assertThat(leia.acquire("customer", id, "s1").status()).isEqualTo(423);
    }

    @Test
    void aRepeatAfterALostAnswerGetsTheSameGrantAndAFurtherToken() {
        for (String terms : new String[] {"", ",\"onlyOnce\":true"}) {
            String key = UUID.randomUUID().toString();
            String body = wish("t" + terms.length(), "s1", terms);
            Answered lost = leia.post("/locks", body, "Idempotency-Key", "\"" + key + "\"");

            Answered again = leia.post("/locks", body, "Idempotency-Key", key);

            assertThat(lost.status()).isEqualTo(201);
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.at("/lockId")).isEqualTo(lost.at("/lockId"));
            assertThat(again.at("/fence")).isEqualTo(lost.at("/fence"));
            assertThat(again.at("/token")).isNotEqualTo(lost.at("/token"));
            assertThat(renew(leia, again).status()).isEqualTo(200);
            assertThat(renew(leia, lost).status()).isEqualTo(200);
        }
    }

    @Test
    void anotherKeyOrNoneIsAnotherRequest() {
        String body = wish("customer", "s1", ",\"onlyOnce\":true");
        assertThat(leia.post("/locks", body, "Idempotency-Key", id + "-1").status())
                .isEqualTo(201);

        assertThat(leia.post("/locks", body, "Idempotency-Key", id + "-2").status())
                .isEqualTo(423);
        assertThat(leia.post("/locks", body).status()).isEqualTo(423);
    }

    @Test
    void oneKeyForTwoRequestsIs422AndNothingIsLocked() {
        leia.post("/locks", wish("customer", "s1", ""), "Idempotency-Key", id);

        Answered other = leia.post("/locks", wish("order", "s1", ""), "Idempotency-Key", id);
        Answered batch =
                leia.post("/locks/batch", "{\"locks\":[" + wish("order", "s1", "") + "]}", "Idempotency-Key", id);

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        assertThat(batch.status()).isEqualTo(422);
        assertThat(luke.acquire("order", id, "s2").status()).isEqualTo(201);
    }

    @Test
    void theSameKeyOfSomebodyElseIsAnotherKey() {
        leia.post("/locks", wish("customer", "s1", ""), "Idempotency-Key", id);

        assertThat(luke.post("/locks", wish("order", "s1", ""), "Idempotency-Key", id)
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "\"\"",
                "\"open",
                "two words",
                "a\"b",
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901"
            })
    void aKeyThatIsNoneIs400(String key) {
        Answered refused = leia.post("/locks", wish("customer", "s1", ""), "Idempotency-Key", key);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/field")).isEqualTo("Idempotency-Key");
        assertThat(leia.get("/resources/customer/" + id).json().at("/holders").size())
                .isZero();
    }
}
