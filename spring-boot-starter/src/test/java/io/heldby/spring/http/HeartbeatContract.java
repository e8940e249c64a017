package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.spring.http.Api.Answered;
import io.heldby.spring.http.BackDoor.Saving;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeping a lock, one or all of a tab. */
abstract class HeartbeatContract extends SignedInPeople {

    @Test
    void renewalExtendsAndCountsTheBeat() {
        Answered granted = leia.acquire("customer", id, "s1");

        Answered renewed = renew(leia, granted);

        assertThat(renewed.status()).isEqualTo(200);
        assertThat(renewed.json().at("/beat").asLong()).isEqualTo(2);
        assertThat(renewed.at("/lockId")).isEqualTo(granted.at("/lockId"));
        assertThat(renewed.json().at("/expiresInSeconds").asLong()).isBetween(179L, 180L);
        assertThat(Instant.parse(renewed.at("/expiresAt"))).isAfterOrEqualTo(Instant.parse(granted.at("/expiresAt")));
        assertThat(renewed.text()).doesNotContain("token");
    }

    @Test
    void oneHeartbeatRenewsAllLocksOfATab() {
        Answered one = leia.acquire("customer", id, "s1");
        Answered two = leia.acquire("order", id, "s1");
        Answered foreign = luke.acquire("invoice", id, "s2");

        Answered beat = leia.post("/sessions/s1/renew", """
                {"leases":[{"lockId":"%s","token":"%s"},{"lockId":"%s","token":"%s"},{"lockId":"%s","token":"%s"}]}""".formatted(
                        one.at("/lockId"),
                        one.at("/token"),
                        two.at("/lockId"),
                        two.at("/token"),
                        foreign.at("/lockId"),
                        foreign.at("/token")));

        assertThat(beat.status()).isEqualTo(200);
        assertThat(beat.json().at("/renewed").findValuesAsString("lockId"))
                .containsExactlyInAnyOrder(one.at("/lockId"), two.at("/lockId"));
        assertThat(beat.at("/lost/0/lockId")).isEqualTo(foreign.at("/lockId"));
        assertThat(beat.at("/lost/0/cause")).isEqualTo("unknown");
        assertThat(beat.json().at("/busy").size()).isZero();
    }

    @Test
    void oneHeartbeatHasRoomFor500LeasesOfTheLongestNames() {
        String session = UUID.randomUUID().toString();
        Answered granted = leia.acquire("型".repeat(100), id + "録".repeat(255 - id.length()), session);
        LockKey key = LockId.parse("", granted.at("/lockId")).key();
        Stream<String> lockIds = Stream.concat(
                Stream.of(granted.at("/lockId")),
                Stream.generate(() -> LockId.random(key).toString()).limit(499));
        String leases = lockIds.map(
                        lockId -> "{\"lockId\":\"%s\",\"token\":\"%s\"}".formatted(lockId, granted.at("/token")))
                .collect(Collectors.joining(","));

        Answered beat = leia.post("/sessions/" + session + "/renew", "{\"leases\":[" + leases + "]}");

        assertThat(beat.status()).isEqualTo(200);
        assertThat(beat.json().at("/renewed").findValuesAsString("lockId")).containsExactly(granted.at("/lockId"));
        assertThat(beat.json().at("/lost").size()).isEqualTo(499);
        assertThat(leia.get("/locks/" + granted.at("/lockId")).at("/type")).isEqualTo(granted.at("/type"));
    }

    @Test
    void whileASaveIsBeingWrittenNothingElseHappens() throws Exception {
        Answered granted = leia.acquire("customer", id, "s1");
        String lock = "/locks/" + granted.at("/lockId");
        backDoor.expire(id);

        try (Saving saving = backDoor.saving(id)) {
            Answered busy = renew(leia, granted);
            assertThat(busy.status()).isEqualTo(409);
            assertThat(busy.problem()).isEqualTo("busy");
            assertThat(busy.header("Retry-After")).isEqualTo("1");
            assertThat(leia.delete(lock, "Lock-Token", granted.at("/token")).status())
                    .isEqualTo(409);
            assertThat(han.post(lock + "/break", "{\"reason\":\"gone home\"}").problem())
                    .isEqualTo("busy");

            Answered refused = luke.acquire("customer", id, "s2");
            assertThat(refused.status()).isEqualTo(423);
            assertThat(refused.problem()).isEqualTo("saving");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.at("/holders/0/displayName")).isEqualTo("Leia Organa");

            Answered beat = leia.post("/sessions/s1/renew", """
                    {"leases":[{"lockId":"%s","token":"%s"}]}""".formatted(granted.at("/lockId"), granted.at("/token")));
            assertThat(beat.at("/busy/0/lockId")).isEqualTo(granted.at("/lockId"));
        }
        assertThat(renew(leia, granted).status()).isEqualTo(200);
    }
}
