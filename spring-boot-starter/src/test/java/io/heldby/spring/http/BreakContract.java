package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import org.junit.jupiter.api.Test;

/** Operators end the lock that they were shown, and nobody else ends any. */
abstract class BreakContract extends SignedInPeople {

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
}
