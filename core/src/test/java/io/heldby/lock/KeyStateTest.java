package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyStateTest {

    private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");
    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");
    private static final Owner CAROL = Owner.of("carol", "tab-1").named("Carol Díaz");
    private static final LockKey KEY = AcquireDecisionTest.request(ALICE, RenewalMode.HEARTBEAT, Expiry.LENIENT, false)
            .key();

    private final Grant alices = Grant.of(
            AcquireDecisionTest.request(ALICE, RenewalMode.HEARTBEAT, Expiry.LENIENT, false), new Fence(1), TEN);
    private final Waiter bob = waiter(BOB, TEN);
    private final Waiter carol = waiter(CAROL, TEN.plusSeconds(1));
    private final Instant expired = alices.expiresAt();

    @Test
    void nothingChangesWhileALeaseIsActive() {
        KeyState state = new KeyState(List.of(alices), null, List.of(bob));

        assertThat(state.settledAt(expired.minusNanos(1_000)).changesNothing()).isTrue();
        assertThat(state.lossOf(alices, expired.minusNanos(1_000))).isEmpty();
    }

    @Test
    void expiredLeaseThatNobodyWaitsForCanComeBack() {
        KeyState state = KeyState.of(List.of(alices));

        assertThat(state.settledAt(expired).changesNothing()).isTrue();
        assertThat(state.lossOf(alices, expired)).isEmpty();
    }

    @Test
    void expiredLeaseIsOverWhenSomebodyWaits() {
        KeyState state = new KeyState(List.of(alices), null, List.of(waiter(BOB, expired), carol));

        KeyState.Settlement settlement = state.settledAt(expired);

        assertThat(settlement.next().map(Waiter::owner)).contains(BOB);
        assertThat(settlement.endings())
                .containsExactly(new AcquireDecision.Ending(alices, Loss.takenOver("Bob Smith", expired)));
        assertThat(state.lossOf(alices, expired)).contains(Loss.takenOver("Bob Smith", expired));
    }

    @Test
    void waitersWhoseHeartbeatsStoppedArePassedBy() {
        Instant later = carol.since().plus(Duration.ofMinutes(3)).minusMillis(1);
        KeyState state = new KeyState(List.of(), place(ALICE), List.of(bob, carol));

        assertThat(state.settledAt(later).next()).contains(carol);
        assertThat(state.settledAt(later.plusMillis(1)))
                .isEqualTo(new KeyState.Settlement(List.of(), true, Optional.empty()));
    }

    @Test
    @DisplayName("a reservation lapses exactly at its end, and proves nothing before")
    void reservationLapsesAtItsEnd() {
        Grant place = place(BOB);
        KeyState state = new KeyState(List.of(), place, List.of());

        assertThat(state.settledAt(place.expiresAt().minusNanos(1_000)).changesNothing())
                .isTrue();
        assertThat(state.settledAt(place.expiresAt()).reservationLapsed()).isTrue();
        assertThat(place.revivableAt(place.expiresAt())).isFalse();
        assertThat(place.provenBy(new LeaseClaim(place.lockId(), Token.random(), "bob")))
                .isFalse();
        assertThat(decide(state, BOB, place.expiresAt().minusNanos(1_000)))
                .isEqualTo(new AcquireDecision.Admit(List.of()));
        assertThat(decide(state, CAROL, place.expiresAt().minusNanos(1_000)))
                .isEqualTo(new AcquireDecision.Refuse(
                        new Denied.Reserved(KEY, BOB, Optional.of(place.expiresAt()), List.of())));
        assertThat(decide(state, CAROL, place.expiresAt())).isInstanceOf(AcquireDecision.Admit.class);
    }

    @Test
    void newReaderDoesNotPassAWriterWhoWaits() {
        Grant shared = alices.inMode(LockMode.SHARED);
        KeyState state = new KeyState(List.of(shared), null, List.of(bob));

        assertThat(AcquireDecision.of(state, sharing(CAROL), TEN))
                .isEqualTo(new AcquireDecision.Refuse(
                        new Denied.Reserved(KEY, BOB, Optional.empty(), List.of(shared.viewAt(TEN)))));
        assertThat(AcquireDecision.of(state, sharing(BOB), TEN)).isEqualTo(new AcquireDecision.Admit(List.of()));
        assertThat(AcquireDecision.of(state, sharing(ALICE), TEN)).isInstanceOf(AcquireDecision.Reenter.class);
    }

    @Test
    void placesFollowTheOrderAndRepeatsKeepThem() {
        KeyState state = new KeyState(List.of(alices), null, List.of(bob, carol));

        assertThat(place(state, BOB)).isEqualTo(1);
        assertThat(place(state, CAROL)).isEqualTo(2);
        assertThat(place(state, Owner.of("dave", "tab-1"))).isEqualTo(3);
        assertThat(state.stillWaiting(bob.waiterId(), CAROL, TEN)).isEqualTo(new Waiting.Gone());
        assertThat(state.stillWaiting(carol.waiterId(), CAROL, TEN.plusSeconds(60)))
                .isEqualTo(new Waiting.Queued(carol.beatenAt(TEN.plusSeconds(60)), 2));
    }

    @Test
    void graceShortensAndIsNeverExtended() {
        Grant breaking = alices.breakingAt(TEN, "Olga", "month end", Duration.ofMinutes(1));
        Instant end = TEN.plusSeconds(60);

        assertThat(breaking.maxUntil()).isEqualTo(end);
        assertThat(breaking.renewedAt(TEN.plusSeconds(30)).expiresAt()).isEqualTo(end);
        assertThat(breaking.reenteredAt(TEN.plusSeconds(30), sharing(ALICE)).expiresAt())
                .isEqualTo(end);
        assertThat(breaking.breakingAt(TEN, "Kim", "later", Duration.ofMinutes(5)))
                .isEqualTo(breaking);
        assertThat(breaking.breakingAt(TEN, "Kim", "sooner", Duration.ofSeconds(5))
                        .maxUntil())
                .isEqualTo(TEN.plusSeconds(5));
        assertThat(breaking.revivableAt(end)).isFalse();
        assertThat(breaking.overdue()).isEqualTo(Loss.broken("Olga", end, "month end"));
        assertThat(alices.overdue()).isEqualTo(Loss.expired(alices.expiresAt()));
    }

    private static AcquireDecision decide(KeyState state, Owner owner, Instant now) {
        return AcquireDecision.of(
                state, AcquireDecisionTest.request(owner, RenewalMode.HEARTBEAT, Expiry.LENIENT, false), now);
    }

    private static GrantRequest sharing(Owner owner) {
        GrantRequest request = AcquireDecisionTest.request(owner, RenewalMode.HEARTBEAT, Expiry.LENIENT, false);
        return new GrantRequest(
                request.lockId(),
                request.token(),
                owner,
                LockMode.SHARED,
                null,
                request.terms(),
                request.firstLease(),
                request.maximumHold(),
                false,
                null);
    }

    private static int place(KeyState state, Owner owner) {
        WaitRequest request =
                new WaitRequest(UUID.randomUUID(), KEY, owner, Duration.ofMinutes(3), Duration.ofMinutes(1));
        return ((Waiting.Queued) state.waiting(request, TEN.plusSeconds(2))).place();
    }

    private static Grant place(Owner owner) {
        return Grant.reservedFor(waiter(owner, TEN), LockId.random(KEY), new Fence(2), TEN);
    }

    private static Waiter waiter(Owner owner, Instant since) {
        return new WaitRequest(UUID.randomUUID(), KEY, owner, Duration.ofMinutes(3), Duration.ofMinutes(1)).at(since);
    }
}
