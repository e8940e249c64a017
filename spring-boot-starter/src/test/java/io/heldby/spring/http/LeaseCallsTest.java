package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import io.heldby.spring.http.BackDoor.Saving;
import org.junit.jupiter.api.Test;

/** What can be done with a lease besides keeping it and giving it back: change its mode, and ask whether it is good. */
class LeaseCallsTest extends InTheHouse {

    private static Answered mode(Api who, Answered granted, String token, String mode) {
        return who.post(
                "/locks/" + granted.at("/lockId") + "/mode", "{\"mode\":\"" + mode + "\"}", "Lock-Token", token);
    }

    private Answered verify(Api who, String type, String token, long fence) {
        return who.post("/locks/verify", """
                {"type":"%s","id":"%s","token":"%s","fence":%d}""".formatted(type, id, token, fence));
    }

    private static long fence(Answered granted) {
        return granted.json().at("/fence").asLong();
    }

    @Test
    void aDowngradeLetsOthersShareAndAnUpgradeFailsWhileTheyDo() {
        Answered granted = leia.acquire("chart", id, "s1");

        Answered shared = mode(leia, granted, granted.at("/token"), "SHARED");
        assertThat(shared.status()).isEqualTo(200);
        assertThat(shared.at("/mode")).isEqualTo("SHARED");
        assertThat(shared.at("/token")).isEqualTo(granted.at("/token"));
        Answered other = luke.post("/locks", wish("chart", "s2", ",\"mode\":\"SHARED\""));

        Answered refused = mode(leia, granted, granted.at("/token"), "EXCLUSIVE");
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.at("/holders/0/displayName")).isEqualTo("Luke Skywalker");

        luke.delete("/locks/" + other.at("/lockId"), "Lock-Token", other.at("/token"));
        Answered upgraded = mode(leia, granted, granted.at("/token"), "EXCLUSIVE");
        assertThat(upgraded.status()).isEqualTo(200);
        assertThat(fence(upgraded)).isGreaterThan(fence(granted));
    }

    @Test
    void forgedGuessedAndForeignAreOneAnswer() {
        Answered granted = leia.acquire("customer", id, "s1");

        Answered forged = mode(leia, granted, GUESSED_TOKEN, "SHARED");
        Answered foreign = mode(luke, granted, granted.at("/token"), "SHARED");
        assertThat(forged.status()).isEqualTo(410);
        assertThat(foreign.text()).isEqualTo(forged.text());

        assertThat(verify(leia, "customer", GUESSED_TOKEN, fence(granted)).text())
                .isEqualTo(forged.text());
        assertThat(verify(luke, "customer", granted.at("/token"), fence(granted))
                        .text())
                .isEqualTo(forged.text());
        assertThat(verify(leia, "customer", granted.at("/token"), fence(granted) + 1)
                        .text())
                .isEqualTo(forged.text());
        assertThat(verify(leia, "order", granted.at("/token"), fence(granted)).text())
                .isEqualTo(forged.text());
        assertThat(leia.get("/locks/" + granted.at("/lockId")).at("/mode")).isEqualTo("EXCLUSIVE");
    }

    @Test
    void aGoodLeaseIsVerifiedAndTheAnswerSaysThatItIsAdvisory() {
        Answered granted = leia.acquire("customer", id, "s1");

        Answered good = verify(leia, "customer", granted.at("/token"), fence(granted));

        assertThat(good.status()).isEqualTo(200);
        assertThat(good.at("/lockId")).isEqualTo(granted.at("/lockId"));
        assertThat(good.json().at("/advisory").asBoolean()).isTrue();
        assertThat(good.text()).doesNotContain(granted.at("/token"));
    }

    @Test
    void anExpiredLeaseIsGoodWhileNobodyTookTheRecord() {
        Answered granted = leia.acquire("customer", id, "s1");
        backDoor.expire(id);
        assertThat(verify(leia, "customer", granted.at("/token"), fence(granted))
                        .status())
                .isEqualTo(200);

        backDoor.expire(id);
        luke.acquire("customer", id, "s2");
        assertThat(verify(leia, "customer", granted.at("/token"), fence(granted))
                        .status())
                .isEqualTo(410);
    }

    @Test
    void aMemberIsVerifiedByItsRoot() {
        Answered granted = leia.acquire("line", id, "s1");

        assertThat(verify(leia, "line", granted.at("/token"), fence(granted)).at("/type"))
                .isEqualTo("order");
    }

    @Test
    void whileASaveIsBeingWrittenNeitherIsAnswered() throws Exception {
        Answered granted = leia.acquire("customer", id, "s1");
        backDoor.expire(id);
        try (Saving saving = backDoor.saving(id)) {
            assertThat(verify(leia, "customer", granted.at("/token"), fence(granted))
                            .problem())
                    .isEqualTo("busy");
            assertThat(mode(leia, granted, granted.at("/token"), "SHARED").problem())
                    .isEqualTo("saving");
        }
    }

    @Test
    void policiesAreForThoseWhoLookAfterLocks() {
        assertThat(leia.get("/policies").problem()).isEqualTo("not-permitted");

        Answered policies = han.get("/policies");

        assertThat(policies.status()).isEqualTo(200);
        assertThat(policies.json().at("/default/leaseSeconds").asLong()).isEqualTo(180);
        assertThat(policies.json().at("/types").findValuesAsString("type"))
                .containsExactly("article", "chart", "file", "line", "ticket");
        assertThat(policies.json().at("/types/0/ifVersion").asBoolean()).isTrue();
        assertThat(policies.at("/types/1/protocol")).isEqualTo("READ_WRITE");
        assertThat(policies.json().at("/types/3/lockedAtRoot").asBoolean()).isTrue();
        assertThat(policies.at("/types/0/takeover")).isEqualTo("OPERATOR");
        assertThat(policies.at("/types/2/takeover")).isEqualTo("AFTER_NO_ANSWER");
        assertThat(policies.json().at("/types/2/takeOverAfterSeconds").asLong()).isEqualTo(300);
        assertThat(policies.json().at("/types/2/answerWithinSeconds").asLong()).isEqualTo(600);
        assertThat(policies.json().at("/types/2/reservedSeconds").asLong()).isEqualTo(60);
        assertThat(policies.at("/types/2/expiryHandler")).isEqualTo("fileAgain");
        assertThat(policies.json().at("/types/1").has("expiryHandler")).isFalse();
        assertThat(policies.at("/types/4/takeover")).isEqualTo("ANYONE_WITH_REASON");
        assertThat(policies.json().at("/locksPerPerson").asInt()).isEqualTo(House.QUOTA);
    }
}
