package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Giving a lock back, at once, softly, or with all others of a tab. */
abstract class ReleaseContract extends SignedInPeople {

    @Test
    void releaseFreesAndMayBeRepeated() {
        Answered granted = leia.acquire("customer", id, "s1");
        String lock = "/locks/" + granted.at("/lockId");

        Answered released = leia.delete(lock, "Lock-Token", granted.at("/token"));
        assertThat(released.status()).isEqualTo(204);
        assertThat(released.text()).isEmpty();
        assertThat(released.header("Cache-Control")).isEqualTo("no-store");
        assertThat(leia.delete(lock, "Lock-Token", granted.at("/token")).status())
                .isEqualTo(204);
        assertThat(luke.acquire("customer", id, "s2").status()).isEqualTo(201);
    }

    @Test
    void aPageThatIsLeftReleasesByPost() {
        Answered granted = leia.acquire("customer", id, "s1");

        Answered released =
                leia.post("/locks/" + granted.at("/lockId") + "/release", """
                {"token":"%s"}""".formatted(granted.at("/token")));

        assertThat(released.status()).isEqualTo(204);
        assertThat(luke.acquire("customer", id, "s2").status()).isEqualTo(201);
    }

    @Test
    void aSoftReleaseShortensTheLeaseAndAReloadReclaimsIt() {
        Answered granted = leia.acquire("customer", id, "s1");
        String softly = """
                {"token":"%s","softSeconds":10,"beat":1}""".formatted(granted.at("/token"));

        assertThat(leia.post("/locks/" + granted.at("/lockId") + "/release", softly)
                        .status())
                .isEqualTo(204);

        assertThat(luke.acquire("customer", id, "s2")
                        .json()
                        .at("/holders/0/expiresInSeconds")
                        .asLong())
                .isBetween(0L, 10L);
        Answered again = leia.acquire("customer", id, "s1");
        assertThat(again.at("/lockId")).isEqualTo(granted.at("/lockId"));
        assertThat(again.json().at("/expiresInSeconds").asLong()).isGreaterThan(170);
        // The old page's second thoughts come late and name an old beat.
        leia.post("/locks/" + granted.at("/lockId") + "/release", softly);
        assertThat(luke.acquire("customer", id, "s2")
                        .json()
                        .at("/holders/0/expiresInSeconds")
                        .asLong())
                .isGreaterThan(170);
    }

    @Test
    void aHeartbeatThatComesAfterItsPagesSoftReleaseChangesNothing() {
        Answered granted = leia.acquire("customer", id, "s1");
        String lock = granted.at("/lockId");
        String heartbeat = """
                {"leases":[{"lockId":"%s","token":"%s","beat":%s}]}""";

        leia.post("/locks/" + lock + "/release", """
                {"token":"%s","softSeconds":10,"beat":2}""".formatted(granted.at("/token")));
        Answered late = leia.post("/sessions/s1/renew", heartbeat.formatted(lock, granted.at("/token"), 1));

        assertThat(late.json().at("/renewed/0/expiresInSeconds").asLong()).isBetween(0L, 10L);
        // The page is back out of the browser's memory, and has counted on.
        Answered back = leia.post("/sessions/s1/renew", heartbeat.formatted(lock, granted.at("/token"), 3));
        assertThat(back.json().at("/renewed/0/expiresInSeconds").asLong()).isGreaterThan(170);
    }

    @Test
    void endingASessionReleasesWhatItHolds() {
        String session = UUID.randomUUID().toString();
        leia.acquire("customer", id, session);
        leia.acquire("order", id, session);

        Answered released = leia.delete("/sessions/" + session);

        assertThat(released.status()).isEqualTo(200);
        assertThat(released.json().at("/released").asInt()).isEqualTo(2);
        assertThat(leia.delete("/sessions/" + session).json().at("/released").asInt())
                .isZero();
        assertThat(luke.acquire("customer", id, "s2").status()).isEqualTo(201);
    }
}
