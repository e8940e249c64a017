package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A lease of three minutes from ten o'clock, for at most eight hours. */
class GrantTest {

    private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");
    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");

    @ParameterizedTest(name = "{0} after {1}: active {2}, revivable {3}")
    @CsvSource({
        "LENIENT, PT0S,        true,  true",
        "LENIENT, PT2M59.999S, true,  true",
        "LENIENT, PT3M,        false, true",
        "LENIENT, PT7H59M,     false, true",
        "LENIENT, PT8H,        false, false",
        "STRICT,  PT2M59.999S, true,  true",
        "STRICT,  PT3M,        false, false",
    })
    void livesAsLongAsItsTermsSay(Expiry expiry, Duration after, boolean active, boolean revivable) {
        Grant grant = grant(RenewalMode.HEARTBEAT, expiry);

        assertThat(grant.activeAt(TEN.plus(after))).isEqualTo(active);
        assertThat(grant.revivableAt(TEN.plus(after))).isEqualTo(revivable);
    }

    @ParameterizedTest(name = "{0} renewed after {1} ends after {2}")
    @CsvSource({
        "HEARTBEAT, PT1M,    PT4M",
        "HEARTBEAT, PT5H,    PT5H3M",
        "HEARTBEAT, PT7H59M, PT8H",
        "FIXED,     PT1M,    PT3M",
        "FIXED,     PT2M59S, PT3M",
    })
    void renewalMovesTheEndUpToTheMaximumHold(RenewalMode mode, Duration after, Duration end) {
        Grant renewed = grant(mode, Expiry.LENIENT).renewedAt(TEN.plus(after));

        assertThat(renewed.expiresAt()).isEqualTo(TEN.plus(end));
        assertThat(renewed.renewedAt()).isEqualTo(TEN.plus(after));
        assertThat(renewed.maxUntil()).isEqualTo(TEN.plus(Duration.ofHours(8)));
        assertThat(renewed.beat()).isEqualTo(2);
    }

    @ParameterizedTest(name = "a heartbeat that saw beat {0}: beat {1}")
    @CsvSource({"0, 1", "1, 2", "5, 6", "1000005, 2"})
    void renewalCountsOnFromWhatItsPageSaw(long seenBeat, long beat) {
        Grant grant = grant(RenewalMode.HEARTBEAT, Expiry.LENIENT);

        assertThat(grant.renewedAt(TEN.plusSeconds(60), seenBeat).beat()).isEqualTo(beat);
        assertThat(grant.renewedAt(TEN.plusSeconds(60), seenBeat).equals(grant)).isEqualTo(beat == 1);
    }

    @Test
    void reentryAddsATokenAndNeverEndsEarlier() {
        Grant grant = grant(RenewalMode.HEARTBEAT, Expiry.LENIENT);
        GrantRequest again = request(RenewalMode.HEARTBEAT, Expiry.LENIENT);

        Grant reentered = grant.reenteredAt(TEN.minusSeconds(60), again);

        assertThat(reentered.expiresAt()).isEqualTo(grant.expiresAt());
        assertThat(reentered.tokens())
                .containsExactly(grant.tokens().get(0), again.token().hash());
        assertThat(reentered.lockId()).isEqualTo(grant.lockId());
        assertThat(reentered.maxUntil()).isEqualTo(grant.maxUntil());
        assertThat(reentered.beat()).isEqualTo(Grant.PAGE);
    }

    @Test
    void onlyTheNewestEightTokensWork() {
        Grant grant = grant(RenewalMode.HEARTBEAT, Expiry.LENIENT);
        TokenHash first = grant.tokens().get(0);
        for (int i = 0; i < Grant.MAX_TOKENS; i++) {
            grant = grant.reenteredAt(TEN, request(RenewalMode.HEARTBEAT, Expiry.LENIENT));
        }

        assertThat(grant.tokens()).hasSize(Grant.MAX_TOKENS).doesNotContain(first);
    }

    @ParameterizedTest(name = "{0}: beat {1}, grace {2}, asked after {3}: ends after {4}, beat {5}")
    @CsvSource({
        "HEARTBEAT, 1,       PT10S, PT1M,    PT1M10S, 2",
        "HEARTBEAT, 1,       PT0S,  PT1M,    PT1M,    2",
        "HEARTBEAT, 1,       PT60S, PT2M30S, PT3M,    2",
        "HEARTBEAT, 0,       PT10S, PT1M,    PT3M,    1",
        "HEARTBEAT, 2,       PT10S, PT1M,    PT1M10S, 3",
        "HEARTBEAT, 1000001, PT10S, PT1M,    PT3M,    1",
        "FIXED,     1,       PT10S, PT1M,    PT3M,    1",
    })
    void softReleaseShortensUnlessSomethingNewerIsKnown(
            RenewalMode mode, long seenBeat, Duration grace, Duration after, Duration end, long beat) {
        Grant grant = grant(mode, Expiry.LENIENT);

        Grant left = grant.softReleasedAt(TEN.plus(after), seenBeat, grace);

        assertThat(left.expiresAt()).isEqualTo(TEN.plus(end));
        assertThat(left.beat()).isEqualTo(beat);
    }

    @Test
    void firstLeaseEndsWithTheMaximumHoldAtTheLatest() {
        GrantRequest greedy = new GrantRequest(
                LockId.random(LockKey.of("policy", "1")),
                Token.random(),
                ALICE,
                LockMode.EXCLUSIVE,
                null,
                new LeaseTerms(Duration.ofMinutes(3), RenewalMode.HEARTBEAT, Expiry.LENIENT),
                Duration.ofHours(10),
                Duration.ofHours(8),
                false,
                null);

        assertThat(Grant.of(greedy, new Fence(1), TEN).expiresAt()).isEqualTo(TEN.plus(Duration.ofHours(8)));
    }

    @Test
    void everyPartOfAClaimCounts() {
        GrantRequest request = request(RenewalMode.HEARTBEAT, Expiry.LENIENT);
        Grant grant = Grant.of(request, new Fence(1), TEN);
        LockId id = grant.lockId();
        LockId inWest = new LockId(grant.key().inTenant("west"), id.grant());

        assertThat(grant.provenBy(new LeaseClaim(id, request.token(), "alice"))).isTrue();
        assertThat(grant.provenBy(new LeaseClaim(inWest, request.token(), "alice")))
                .isFalse();
        assertThat(grant.provenBy(new LeaseClaim(LockId.random(grant.key()), request.token(), "alice")))
                .isFalse();
        assertThat(grant.provenBy(new LeaseClaim(id, Token.random(), "alice"))).isFalse();
        assertThat(grant.provenBy(new LeaseClaim(id, request.token(), "bob"))).isFalse();
    }

    @Test
    void expiryIsReportedAgainAfterARenewal() {
        Grant reported = grant(RenewalMode.HEARTBEAT, Expiry.LENIENT).withExpiryLogged();

        assertThat(reported.renewedAt(TEN).expiryLogged()).isFalse();
        assertThat(reported.reenteredAt(TEN, request(RenewalMode.HEARTBEAT, Expiry.LENIENT))
                        .expiryLogged())
                .isFalse();
    }

    @Test
    void numberOfTokensIsChecked() {
        Grant grant = grant(RenewalMode.HEARTBEAT, Expiry.LENIENT);

        assertThatThrownBy(() -> withTokens(grant, List.of())).hasMessageContaining("not 0");
        assertThatThrownBy(() ->
                        withTokens(grant, Collections.nCopies(9, grant.tokens().get(0))))
                .hasMessageContaining("not 9");
    }

    private static Grant grant(RenewalMode mode, Expiry expiry) {
        return Grant.of(request(mode, expiry), new Fence(1), TEN);
    }

    private static GrantRequest request(RenewalMode mode, Expiry expiry) {
        return AcquireDecisionTest.request(ALICE, mode, expiry, false);
    }

    private static Grant withTokens(Grant grant, List<TokenHash> tokens) {
        return new Grant(
                grant.lockId(),
                grant.mode(),
                grant.owner(),
                grant.reason(),
                tokens,
                grant.fence(),
                grant.acquiredAt(),
                grant.renewedAt(),
                grant.expiresAt(),
                grant.maxUntil(),
                grant.beat(),
                grant.terms(),
                grant.expiryLogged(),
                grant.onceId(),
                grant.breaking());
    }
}
