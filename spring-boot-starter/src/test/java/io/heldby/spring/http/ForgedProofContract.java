package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.spring.http.Api.Answered;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What somebody is told who cannot prove that a lock is theirs: the same, whatever the reason. */
abstract class ForgedProofContract extends SignedInPeople {

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
}
