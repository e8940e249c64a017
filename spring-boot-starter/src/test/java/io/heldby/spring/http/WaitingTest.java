package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Waiting in line for a record. */
class WaitingTest extends InTheHouse {

    private Answered queue(Api who, String session) {
        return who.post("/resources/customer/" + id + "/waiters", "{\"session\":\"" + session + "\"}");
    }

    private Answered renewPlace(Api who, Answered place, String session) {
        return who.post(path(place) + "/renew", "{\"session\":\"" + session + "\"}");
    }

    private String path(Answered place) {
        return "/resources/customer/" + id + "/waiters/" + place.at("/waiterId");
    }

    @Test
    void theFirstInLineGetsItWhenItBecomesFree() {
        Answered granted = leia.acquire("customer", id, "s1");

        Answered lukes = queue(luke, "s2");
        Answered hans = queue(han, "s3");

        assertThat(lukes.status()).isEqualTo(201);
        assertThat(lukes.at("/state")).isEqualTo("QUEUED");
        assertThat(lukes.json().at("/place").asInt()).isEqualTo(1);
        assertThat(lukes.json().at("/renewWithinSeconds").asInt()).isEqualTo(180);
        assertThat(hans.json().at("/place").asInt()).isEqualTo(2);
        assertThat(queue(luke, "s2").at("/waiterId")).isEqualTo(lukes.at("/waiterId"));
        assertThat(renewPlace(han, hans, "s3").json().at("/place").asInt()).isEqualTo(2);

        leia.delete("/locks/" + granted.at("/lockId"), "Lock-Token", granted.at("/token"));

        Answered turn = renewPlace(luke, lukes, "s2");
        assertThat(turn.status()).isEqualTo(200);
        assertThat(turn.at("/state")).isEqualTo("YOUR_TURN");
        assertThat(turn.json().has("reservedUntil")).isTrue();
        Answered refused = leia.acquire("customer", id, "s1");
        assertThat(refused.problem()).isEqualTo("reserved");
        assertThat(refused.at("/reservedFor")).isEqualTo("Luke Skywalker");
        assertThat(refused.at("/reservedUntil")).isEqualTo(turn.at("/reservedUntil"));
        assertThat(refused.at("/actions/0")).isEqualTo("wait");
        assertThat(luke.acquire("customer", id, "s2").status()).isEqualTo(201);
    }

    @Test
    void whoeverMaySeeTheRecordSeesWhoWantsIt() {
        Answered granted = leia.acquire("customer", id, "s1");
        queue(luke, "s2");
        luke.post("/locks/" + granted.at("/lockId") + "/requests", "{\"session\":\"s2\",\"message\":\"please\"}");

        Answered wanted = han.get("/resources/customer/" + id);
        assertThat(wanted.at("/waiters/0/who/displayName")).isEqualTo("Luke Skywalker");
        assertThat(wanted.at("/requests/0/message")).isEqualTo("please");
        assertThat(wanted.json().has("reservation")).isFalse();
        assertThat(wanted.text()).doesNotContain("\"s2\"");

        leia.delete("/locks/" + granted.at("/lockId"), "Lock-Token", granted.at("/token"));
        Answered kept = han.get("/resources/customer/" + id);
        assertThat(kept.json().at("/holders")).isEmpty();
        assertThat(kept.at("/reservation/forWhom/displayName")).isEqualTo("Luke Skywalker");
        assertThat(kept.json().at("/waiters")).isEmpty();
        assertThat(kept.json().at("/requests")).isEmpty();
    }

    @Test
    void whoeverLeavesOrIsLateHasNoPlace() {
        leia.acquire("customer", id, "s1");
        Answered lukes = queue(luke, "s2");
        Answered hans = queue(han, "s3");

        assertThat(luke.delete(path(lukes)).at("/field")).isEqualTo("session");
        assertThat(han.delete(path(lukes) + "?session=s2").status())
                .as("not his")
                .isEqualTo(204);
        assertThat(renewPlace(luke, lukes, "s2").status()).isEqualTo(200);
        assertThat(luke.delete(path(lukes) + "?session=s2").status()).isEqualTo(204);
        assertThat(renewPlace(luke, lukes, "s2").problem()).isEqualTo("place-lost");
        assertThat(renewPlace(han, hans, "s3").json().at("/place").asInt()).isEqualTo(1);
        backDoor.execute("UPDATE heldby_waiter SET live_until = since WHERE id = '" + id + "'");
        assertThat(renewPlace(han, hans, "s3").problem()).isEqualTo("place-lost");
    }

    @Test
    void whatIsFreeNeedsNoLine() {
        Answered free = queue(luke, "s2");

        assertThat(free.status()).isEqualTo(200);
        assertThat(free.at("/state")).isEqualTo("YOUR_TURN");
        assertThat(free.json().has("reservedUntil")).isFalse();
    }

    @Test
    void whoeverMayNotLockItMayNotWaitForIt() {
        Answered refused = leia.post("/resources/secret/" + id + "/waiters", "{\"session\":\"s1\"}");

        assertThat(refused.problem()).isEqualTo("not-permitted");
        assertThat(leia.post("/resources/customer/" + id + "/waiters/42/renew", "{\"session\":\"s1\"}")
                        .at("/field"))
                .isEqualTo("waiterId");
        assertThat(leia.post("/resources/customer/" + id + "/waiters/" + UUID.randomUUID() + "/renew", "{}")
                        .at("/field"))
                .isEqualTo("session");
    }
}
