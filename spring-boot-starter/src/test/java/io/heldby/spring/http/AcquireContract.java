package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who is granted a record, who is refused it, and what both are told. */
abstract class AcquireContract extends SignedInPeople {

    @Test
    void theFirstIsGrantedWithTokenAndFence() {
        Answered granted = leia.acquire("customer", id, "s1");

        assertThat(granted.status()).isEqualTo(201);
        assertThat(granted.header("Content-Type")).isEqualTo("application/json");
        assertThat(granted.header("Location")).isEqualTo("/heldby/v1/locks/" + granted.at("/lockId"));
        assertThat(granted.header("Cache-Control")).isEqualTo("no-store");
        assertThat(granted.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(granted.at("/token")).hasSize(22);
        assertThat(granted.json().at("/fence").asLong()).isPositive();
        assertThat(granted.json().at("/beat").asLong()).isEqualTo(1);
        assertThat(granted.at("/type")).isEqualTo("customer");
        assertThat(granted.at("/id")).isEqualTo(id);
        assertThat(granted.at("/mode")).isEqualTo("EXCLUSIVE");
        assertThat(granted.at("/owner/user")).isEqualTo("leia");
        assertThat(granted.at("/owner/displayName")).isEqualTo("Leia Organa");
        assertThat(granted.json().at("/expiresInSeconds").asLong()).isBetween(179L, 180L);
        assertThat(Instant.parse(granted.at("/expiresAt"))).isAfter(Instant.parse(granted.at("/serverTime")));
        assertThat(Instant.parse(granted.at("/maxUntil"))).isAfter(Instant.parse(granted.at("/expiresAt")));
    }

    @Test
    void theNextIsToldWhoSinceWhenAndUntil() {
        Answered granted = leia.acquire("customer", id, "s1");

        Answered refused = luke.acquire("customer", id, "s2");

        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.problem()).isEqualTo("locked");
        assertThat(refused.at("/holders/0/displayName")).isEqualTo("Leia Organa");
        assertThat(refused.at("/holders/0/since")).isEqualTo(granted.at("/acquiredAt"));
        assertThat(refused.at("/holders/0/expiresAt")).isEqualTo(granted.at("/expiresAt"));
        assertThat(refused.at("/holders/0/maxUntil")).isEqualTo(granted.at("/maxUntil"));
        assertThat(refused.at("/holders/0/reason")).isEqualTo("editing");
        assertThat(refused.at("/holders/0/lockId")).isEqualTo(granted.at("/lockId"));
        assertThat(refused.json().at("/holders/0/expiresInSeconds").asLong()).isBetween(170L, 180L);
        assertThat(refused.json().at("/heldByYouElsewhere").asBoolean()).isFalse();
        assertThat(refused.json().at("/actions").valueStream().map(JsonNode::asString))
                .containsExactly("request-hand-over", "wait", "request-release");
        assertThat(refused.at("/detail")).contains("Leia Organa");
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        assertThat(refused.text()).doesNotContain("s1", granted.at("/token"));
    }

    @Test
    void theSameSessionAgainIs200WithAFurtherToken() {
        Answered first = leia.acquire("customer", id, "s1");

        Answered again = leia.acquire("customer", id, "s1");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("/lockId")).isEqualTo(first.at("/lockId"));
        assertThat(again.at("/fence")).isEqualTo(first.at("/fence"));
        assertThat(again.at("/token")).isNotEqualTo(first.at("/token"));
        assertThat(renew(leia, first).status()).isEqualTo(200);
    }

    @Test
    void theSameUserInAnotherTabIsRefusedAndMayContinueHere() {
        Answered first = leia.acquire("customer", id, "tab-1");

        Answered refused = leia.acquire("customer", id, "tab-2");
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.json().at("/heldByYouElsewhere").asBoolean()).isTrue();
        assertThat(refused.at("/actions/0")).isEqualTo("take-over");

        Answered here = leia.post("/locks", """
                {"type":"customer","id":"%s","session":"tab-2","continueHere":true}""".formatted(id));
        assertThat(here.status()).isEqualTo(201);
        assertThat(here.json().at("/fence").asLong())
                .isGreaterThan(first.json().at("/fence").asLong());

        Answered lost = renew(leia, first);
        assertThat(lost.status()).isEqualTo(410);
        assertThat(lost.at("/cause")).isEqualTo("continued-elsewhere");
    }

    @Test
    void continueHereTakesNothingFromSomebodyElse() {
        leia.acquire("customer", id, "s1");

        assertThat(luke.post("/locks", """
                                {"type":"customer","id":"%s","session":"s2","continueHere":true}""".formatted(id)).status()).isEqualTo(423);
    }

    @Test
    void theSameSessionNameOfAnotherUserIsAnotherSession() {
        String session = UUID.randomUUID().toString();
        leia.acquire("customer", id, session);

        assertThat(luke.acquire("customer", id, session).status()).isEqualTo(423);
        assertThat(luke.delete("/sessions/" + session).json().at("/released").asInt())
                .isZero();
        assertThat(luke.acquire("customer", id, session).status()).isEqualTo(423);
    }

    @Test
    void anExpiredLeaseIsTakenOverAndItsHolderToldByWhom() {
        Answered granted = leia.acquire("customer", id, "s1");
        backDoor.expire(id);

        assertThat(luke.acquire("customer", id, "s2").status()).isEqualTo(201);

        Answered lost = renew(leia, granted);
        assertThat(lost.status()).isEqualTo(410);
        assertThat(lost.at("/cause")).isEqualTo("taken-over");
        assertThat(lost.at("/by")).isEqualTo("Luke Skywalker");
        assertThat(Instant.parse(lost.at("/at"))).isNotNull();
    }
}
