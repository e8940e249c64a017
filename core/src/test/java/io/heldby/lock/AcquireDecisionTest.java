package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alice holds the key; who asks, and when? */
class AcquireDecisionTest {

    private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");
    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");

    /** The lease is over after 3 minutes, the maximum hold after 8 hours. */
    @ParameterizedTest(name = "{0}, {1} in {2} after {3}, continueHere={4}: {5}")
    @CsvSource({
        "LENIENT, alice, tab-1, PT1M,        false, reenter",
        "LENIENT, alice, tab-1, PT2M59.999S, false, reenter",
        "LENIENT, alice, tab-1, PT3M,        false, reenter",
        "LENIENT, alice, tab-1, PT7H59M,     false, reenter",
        "LENIENT, alice, tab-1, PT8H,        false, replace: EXPIRED",
        "LENIENT, alice, tab-1, PT1M,        true,  reenter",
        "LENIENT, alice, tab-2, PT1M,        false, refuse: you elsewhere",
        "LENIENT, alice, tab-2, PT1M,        true,  replace: CONTINUED_ELSEWHERE",
        "LENIENT, alice, tab-2, PT4M,        false, replace: TAKEN_OVER",
        "LENIENT, alice, tab-2, PT9H,        true,  replace: EXPIRED",
        "LENIENT, bob,   tab-1, PT1M,        false, refuse: somebody else",
        "LENIENT, bob,   tab-1, PT2M59.999S, false, refuse: somebody else",
        "LENIENT, bob,   tab-1, PT1M,        true,  refuse: somebody else",
        "LENIENT, bob,   tab-1, PT3M,        false, replace: TAKEN_OVER",
        "LENIENT, bob,   tab-1, PT8H,        false, replace: EXPIRED",
        "STRICT,  alice, tab-1, PT1M,        false, reenter",
        "STRICT,  alice, tab-1, PT3M,        false, replace: EXPIRED",
        "STRICT,  alice, tab-2, PT1M,        true,  replace: CONTINUED_ELSEWHERE",
        "STRICT,  alice, tab-2, PT3M,        true,  replace: EXPIRED",
        "STRICT,  bob,   tab-1, PT1M,        false, refuse: somebody else",
        "STRICT,  bob,   tab-1, PT3M,        false, replace: EXPIRED",
    })
    void decidesByWhoAsksAndWhen(
            Expiry expiry, String user, String session, Duration after, boolean continueHere, String decision) {
        Grant alices = Grant.of(request(ALICE, RenewalMode.HEARTBEAT, expiry, false), new Fence(5), TEN);
        GrantRequest asking = request(Owner.of(user, session), RenewalMode.HEARTBEAT, expiry, continueHere);

        assertThat(inWords(AcquireDecision.of(List.of(alices), asking, TEN.plus(after))))
                .isEqualTo(decision);
    }

    @Test
    void fixedLeaseIsReenteredWhileItLastsAndGrantedAnewAfterwards() {
        Grant alices = Grant.of(request(ALICE, RenewalMode.FIXED, Expiry.LENIENT, false), new Fence(5), TEN);
        GrantRequest again = request(ALICE, RenewalMode.FIXED, Expiry.LENIENT, false);

        assertThat(inWords(AcquireDecision.of(List.of(alices), again, TEN.plusSeconds(179))))
                .isEqualTo("reenter");
        assertThat(inWords(AcquireDecision.of(List.of(alices), again, TEN.plusSeconds(180))))
                .isEqualTo("replace: TAKEN_OVER");
    }

    @Test
    void fixedShareThatIsOverIsNotUpgradedButGrantedAnew() {
        GrantRequest exclusive = request(ALICE, RenewalMode.FIXED, Expiry.LENIENT, false);
        Grant share = Grant.of(exclusive, new Fence(5), TEN).inMode(LockMode.SHARED);

        assertThat(AcquireDecision.of(List.of(share), exclusive, TEN.plusSeconds(179)))
                .isInstanceOf(AcquireDecision.Upgrade.class);
        assertThat(AcquireDecision.of(List.of(share), exclusive, TEN.plusSeconds(180)))
                .isInstanceOf(AcquireDecision.Admit.class);
    }

    @Test
    void lossNamesWhoTookOverAndWhen() {
        Grant alices = Grant.of(request(ALICE, RenewalMode.HEARTBEAT, Expiry.LENIENT, false), new Fence(5), TEN);
        Owner bob = Owner.of("bob", "tab").named("Bob Smith");
        Instant later = TEN.plusSeconds(600);

        AcquireDecision decision =
                AcquireDecision.of(List.of(alices), request(bob, RenewalMode.HEARTBEAT, Expiry.LENIENT, false), later);

        assertThat(decision)
                .isEqualTo(new AcquireDecision.Admit(
                        List.of(new AcquireDecision.Ending(alices, Loss.takenOver("Bob Smith", later)))));
    }

    private static String inWords(AcquireDecision decision) {
        if (decision instanceof AcquireDecision.Refuse refuse) {
            return "refuse: "
                    + (((Denied.Held) refuse.denied()).heldByYouElsewhere() ? "you elsewhere" : "somebody else");
        }
        return decision instanceof AcquireDecision.Admit admit
                ? "replace: " + admit.endings().get(0).loss().cause()
                : "reenter";
    }

    static GrantRequest request(Owner owner, RenewalMode renewal, Expiry expiry, boolean continueHere) {
        return new GrantRequest(
                LockId.random(KEY),
                Token.random(),
                owner,
                LockMode.EXCLUSIVE,
                "editing",
                new LeaseTerms(Duration.ofMinutes(3), renewal, expiry),
                Duration.ofMinutes(3),
                Duration.ofHours(8),
                continueHere,
                null);
    }
}
