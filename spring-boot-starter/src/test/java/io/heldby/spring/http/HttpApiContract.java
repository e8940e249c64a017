package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.spring.http.Api.Answered;
import io.heldby.spring.http.BackDoor.Saving;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the HTTP API promises on every database, asked of a real server. */
abstract class HttpApiContract extends SignedInPeople {

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
        assertThat(refused.json().at("/actions").size()).isZero();
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
    void forgedGuessedAndForeignAreOneAnswer() {
        Answered granted = leia.acquire("customer", id, "s1");
        String lock = "/locks/" + granted.at("/lockId");

        Answered forged = leia.post(lock + "/renew", null, "Lock-Token", GUESSED_TOKEN);
        Answered foreign = luke.post(lock + "/renew", null, "Lock-Token", granted.at("/token"));
        Answered guessed = luke.post("/locks/" + guessedLockId() + "/renew", null, "Lock-Token", granted.at("/token"));

        assertThat(forged.status()).isEqualTo(410);
        assertThat(forged.problem()).isEqualTo("lock-lost");
        assertThat(forged.at("/cause")).isEqualTo("unknown");
        assertThat(foreign.status()).isEqualTo(410);
        assertThat(foreign.text()).isEqualTo(forged.text());
        assertThat(guessed.status()).isEqualTo(410);
        assertThat(guessed.text()).isEqualTo(forged.text());
        assertThat(renew(leia, granted).status()).isEqualTo(200);
    }

    @Test
    void aLockIdWithAnotherRecordsNameIsAGuess() {
        Answered order = leia.acquire("order", id, "s1");
        Answered customer = leia.acquire("customer", id, "s1");
        UUID grant = LockId.parse("", customer.at("/lockId")).grant();
        String mixed = "/locks/" + new LockId(LockKey.of("order", id), grant);
        String guessed = leia.post("/locks/" + guessedLockId() + "/renew", null, "Lock-Token", GUESSED_TOKEN)
                .text();

        for (String realToken : List.of(customer.at("/token"), order.at("/token"))) {
            Answered lost = leia.post(mixed + "/renew", null, "Lock-Token", realToken);
            assertThat(lost.status()).isEqualTo(410);
            assertThat(lost.text()).isEqualTo(guessed);
            assertThat(leia.delete(mixed, "Lock-Token", realToken).status()).isEqualTo(204);
        }
        assertThat(leia.get(mixed).status()).isEqualTo(404);
        assertThat(han.post(mixed + "/break", "{\"reason\":\"gone home\"}").problem())
                .isEqualTo("changed-hands");
        assertThat(renew(leia, order).status()).isEqualTo(200);
        assertThat(renew(leia, customer).status()).isEqualTo(200);

        leia.delete("/locks/" + customer.at("/lockId"), "Lock-Token", customer.at("/token"));
        assertThat(renew(leia, customer).at("/cause")).isEqualTo("released");
        assertThat(leia.post(mixed + "/renew", null, "Lock-Token", customer.at("/token"))
                        .text())
                .isEqualTo(guessed);
    }

    @Test
    void aForeignReleaseChangesNothing() {
        Answered granted = leia.acquire("customer", id, "s1");
        String lock = "/locks/" + granted.at("/lockId");

        assertThat(luke.delete(lock, "Lock-Token", granted.at("/token")).status())
                .isEqualTo(204);
        assertThat(leia.delete(lock, "Lock-Token", GUESSED_TOKEN).status()).isEqualTo(204);

        assertThat(renew(leia, granted).status()).isEqualTo(200);
    }

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

    @Test
    void anOperatorBreaksALockAndItsHolderIsToldWhoAndWhy() {
        Answered granted = leia.acquire("customer", id, "s1");

        Answered broken = han.post("/locks/" + granted.at("/lockId") + "/break", "{\"reason\":\"gone home\"}");

        assertThat(broken.status()).isEqualTo(200);
        assertThat(broken.at("/holder/displayName")).isEqualTo("Leia Organa");
        Answered lost = renew(leia, granted);
        assertThat(lost.status()).isEqualTo(410);
        assertThat(lost.at("/cause")).isEqualTo("broken");
        assertThat(lost.at("/by")).isEqualTo("Han Solo");
        assertThat(lost.at("/reason")).isEqualTo("gone home");
        assertThat(luke.acquire("customer", id, "s2").status()).isEqualTo(201);
    }

    @Test
    void whoeverIsNoOperatorBreaksNothing() {
        Answered granted = leia.acquire("customer", id, "s1");

        Answered refused = luke.post("/locks/" + granted.at("/lockId") + "/break", "{\"reason\":\"mine\"}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("not-permitted");
        assertThat(renew(leia, granted).status()).isEqualTo(200);

        leia.delete("/locks/" + granted.at("/lockId"), "Lock-Token", granted.at("/token"));
        assertThat(luke.post("/locks/" + granted.at("/lockId") + "/break", "{\"reason\":\"mine\"}")
                        .status())
                .as("nor is told whether there is one")
                .isEqualTo(403);
    }

    @Test
    void aBreakMeansTheLockThatWasShownAndNoOther() {
        Answered shown = leia.acquire("customer", id, "s1");
        leia.delete("/locks/" + shown.at("/lockId"), "Lock-Token", shown.at("/token"));
        Answered next = luke.acquire("customer", id, "s2");

        Answered late = han.post("/locks/" + shown.at("/lockId") + "/break", "{\"reason\":\"gone home\"}");

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem()).isEqualTo("changed-hands");
        assertThat(renew(luke, next).status()).isEqualTo(200);
    }

    @Test
    void locksAreShownWithoutTokensAndSessions() {
        String session = "session-" + UUID.randomUUID();
        Answered granted = leia.acquire("customer", id, session);

        Answered one = luke.get("/locks/" + granted.at("/lockId"));
        Answered resource = luke.get("/resources/customer/" + id);
        Answered list = luke.get("/locks?q=" + id);

        assertThat(one.status()).isEqualTo(200);
        assertThat(one.at("/holder/displayName")).isEqualTo("Leia Organa");
        assertThat(one.at("/state")).isEqualTo("ACTIVE");
        assertThat(resource.at("/holders/0/lockId")).isEqualTo(granted.at("/lockId"));
        assertThat(list.at("/locks/0/lockId")).isEqualTo(granted.at("/lockId"));
        assertThat(one.text() + resource.text() + list.text())
                .doesNotContain(granted.at("/token"), session, "token", "session");
    }

    @Test
    void whatNobodyHoldsHasNoHoldersAndNoLock() {
        assertThat(luke.get("/resources/customer/" + id).json().at("/holders").size())
                .isZero();
        Answered none = luke.get("/locks/" + guessedLockId());
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.problem()).isEqualTo("not-found");
    }

    @Test
    void theListIsFilteredSortedAndPaged() {
        String type = "t-" + id;
        for (int i = 0; i < 5; i++) {
            (i == 3 ? luke : leia).acquire(type, "record-" + i, "s1");
        }
        backDoor.expire("record-4");

        assertThat(leia.get("/locks?type=" + type + "&state=&q=")
                        .json()
                        .at("/locks")
                        .findValuesAsString("id"))
                .containsExactly("record-4", "record-0", "record-1", "record-2", "record-3");
        assertThat(leia.get("/locks?type=" + type + "&holder=luke").json().findValuesAsString("id"))
                .containsExactly("record-3");
        assertThat(leia.get("/locks?type=" + type + "&state=EXPIRED").json().findValuesAsString("id"))
                .containsExactly("record-4");
        assertThat(leia.get("/locks?type=" + type + "&q=RECORD-2").json().findValuesAsString("id"))
                .containsExactly("record-2");

        Answered first = leia.get("/locks?type=" + type + "&state=ACTIVE&sort=newest&limit=3");
        assertThat(first.json().findValuesAsString("id")).containsExactly("record-3", "record-2", "record-1");
        Answered rest =
                leia.get("/locks?type=" + type + "&state=ACTIVE&sort=newest&limit=3&cursor=" + first.at("/next"));
        assertThat(rest.json().findValuesAsString("id")).containsExactly("record-0");
        assertThat(rest.json().has("next")).isFalse();
    }
}
