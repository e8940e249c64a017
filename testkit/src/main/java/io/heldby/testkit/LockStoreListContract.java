package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.Acquisition;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of locks: what is in them, in which order, and how they are paged while people work. */
interface LockStoreListContract extends LockStoreUnderTest {

    Instant NINE = Instant.parse("2026-03-02T09:00:00Z");

    @Test
    default void listShowsActiveAndExpiredLocksWithTheirStates() {
        Lease active = hold(KEY, ALICE);
        Lease expired = hold(OTHER_KEY, BOB);
        backdoor().forceExpire(OTHER_KEY);

        LockQuery all = LockQuery.all("");
        assertThat(idsOf(all)).containsExactlyInAnyOrder(active.lockId(), expired.lockId());
        assertThat(idsOf(all.inState(LockView.State.ACTIVE))).containsExactly(active.lockId());
        assertThat(idsOf(all.inState(LockView.State.EXPIRED))).containsExactly(expired.lockId());
    }

    @Test
    default void listIsFilteredByTypeHolderAndText() {
        Lease policy = hold(LockKey.of("policy", "AB-12345"), ALICE);
        Lease claim = hold(LockKey.of("claim", "AB-12345"), BOB);
        Lease other = hold(LockKey.of("claim", "77"), CAROL);

        LockQuery all = LockQuery.all("");
        assertThat(idsOf(all.ofType("policy"))).containsExactly(policy.lockId());
        assertThat(idsOf(all.ofType("Policy"))).isEmpty();
        assertThat(idsOf(all.heldBy("bob"))).containsExactly(claim.lockId());
        assertThat(idsOf(all.heldBy("BOB"))).isEmpty();
        assertThat(idsOf(all.containing("b-123"))).containsExactlyInAnyOrder(policy.lockId(), claim.lockId());
        assertThat(idsOf(all.containing("bob smi"))).containsExactly(claim.lockId());
        assertThat(idsOf(all.containing("CAROL"))).containsExactly(other.lockId());
        assertThat(idsOf(all.containing("").ofType("claim").heldBy("carol"))).containsExactly(other.lockId());
        assertThat(idsOf(all.containing("_"))).isEmpty();
        assertThat(idsOf(all.containing("%"))).isEmpty();
    }

    @Test
    default void listIsSortedByTimeEitherWay() {
        Lease second = heldSince(KEY, NINE.plusSeconds(2));
        Lease first = heldSince(OTHER_KEY, NINE.plusSeconds(1));
        Lease third = heldSince(LockKey.of("claim", "1"), NINE.plusNanos(2_000_001_000));

        LockQuery all = LockQuery.all("");
        assertThat(idsOf(all)).containsExactly(first.lockId(), second.lockId(), third.lockId());
        assertThat(idsOf(all.sortedBy(LockQuery.Sort.NEWEST_FIRST)))
                .containsExactly(third.lockId(), second.lockId(), first.lockId());
    }

    @ParameterizedTest
    @EnumSource
    default void pagesNeitherRepeatNorSkipWhileLocksComeAndGo(LockQuery.Sort sort) {
        List<LockId> there = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            // Three at a time are acquired at the same moment, so that a page ends within a tie.
            there.add(heldSince(LockKey.of("policy", "old-" + i), NINE.plusSeconds(i / 3))
                    .lockId());
        }
        LockQuery query = LockQuery.all("").sortedBy(sort).limit(2);

        List<LockId> seen = new ArrayList<>();
        LockPage page = store().find(query);
        for (int pages = 0; pages < 20; pages++) {
            page.locks().forEach(view -> seen.add(view.lockId()));
            assertThat(page.locks()).hasSizeBetween(1, 2);
            String next = page.next();
            if (next == null) {
                break;
            }
            // One comes before everything seen and one goes that was seen already.
            heldSince(
                    LockKey.of("policy", "new-" + pages),
                    sort == LockQuery.Sort.OLDEST_FIRST ? NINE.minusSeconds(60) : NINE.plusSeconds(60));
            LockView first = page.locks().get(0);
            store().forceRelease(first.lockId(), "Olga Operator", "urgent");
            page = store().find(query.after(next));
        }

        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    default void lastPageSaysThatItIsTheLast() {
        hold(KEY, ALICE);
        hold(OTHER_KEY, ALICE);

        assertThat(store().find(LockQuery.all("").limit(2)).next()).isNull();
        assertThat(store().find(LockQuery.all("").limit(1)).next()).isNotNull();
        assertThat(store().find(LockQuery.all("west")).locks()).isEmpty();
    }

    @Test
    default void cursorThatNoPageGaveIsRefused() {
        for (String garbage : List.of("", "garbage", "....", "AAAA", "2026-03-02", "' OR 1=1 --")) {
            assertThatThrownBy(() -> store().find(LockQuery.all("").after(garbage)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cursor");
        }
    }

    @Test
    default void textInAListIsLimitedToTheTenant() {
        hold(KEY.inTenant("west"), ALICE);

        assertThat(idsOf(LockQuery.all("").containing(KEY.id()))).isEmpty();
    }

    @Test
    @DisplayName("race 39: two tenants with the same type and id never meet")
    default void tenantsNeverMeet() {
        LockKey east = KEY.inTenant("east");
        LockKey west = KEY.inTenant("west");
        Lease inEast = hold(east, ALICE);
        Lease inWest = hold(west, BOB);
        Lease inNone = hold(KEY, CAROL);

        assertThat(Stream.of(east, west, KEY)
                        .map(key -> store().holders(key))
                        .map(views -> views.get(0).lockId()))
                .containsExactly(inEast.lockId(), inWest.lockId(), inNone.lockId());
        assertThat(idsOf(LockQuery.all("east"))).containsExactly(inEast.lockId());
        assertThat(idsOf(LockQuery.all("west"))).containsExactly(inWest.lockId());
        assertThat(idsOf(LockQuery.all(""))).containsExactly(inNone.lockId());
        assertThat(idsOf(LockQuery.all("East"))).isEmpty();
        assertThat(store().find(LockStoreUnderTest.inTenant("west", inEast.lockId())))
                .isEmpty();
        assertThat(store().find(LockStoreUnderTest.inTenant("", inEast.lockId())))
                .isEmpty();
    }

    @Test
    @DisplayName("race 39: nobody can touch a lock of another tenant, even with its id and token")
    default void nobodyTouchesALockOfAnotherTenant() {
        Lease inEast = hold(KEY.inTenant("east"), ALICE);
        for (String tenant : List.of("west", "", "East", "east ")) {
            LockId fromThere = LockStoreUnderTest.inTenant(tenant, inEast.lockId());
            LeaseClaim fromOutside = new LeaseClaim(fromThere, inEast.token(), "alice");

            assertThat(renew(fromOutside)).isEqualTo(new Renewal.Lost(Loss.unknown()));
            assertThat(store().release(fromOutside)).isEqualTo(Release.NOTHING_TO_RELEASE);
            assertThat(store().softRelease(fromOutside, inEast.beat(), Duration.ZERO))
                    .isEqualTo(Release.NOTHING_TO_RELEASE);
            assertThat(store().forceRelease(fromThere, "Olga Operator", "urgent"))
                    .isEqualTo(ForceRelease.CHANGED_HANDS);
            assertThat(store().releaseSession(tenant, "alice", ALICE.session(), "signed out"))
                    .isZero();
        }
        assertThat(shown(inEast).expiresAt()).isEqualTo(inEast.expiresAt());
        assertThat(renew(inEast)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    @DisplayName("race 39: the same user and session in two tenants are two owners")
    default void sameSessionInTwoTenantsHasTwoLocks() {
        Acquisition east = ask(KEY.inTenant("east"), ALICE);
        Acquisition west = ask(KEY.inTenant("west"), ALICE);

        assertThat(List.of(east, west))
                .allSatisfy(answer ->
                        assertThat(((Acquisition.Granted) answer).reentrant()).isFalse());
        assertThat(store().releaseSession("east", "alice", ALICE.session(), "signed out"))
                .isEqualTo(1);
        assertThat(renew(LockStoreUnderTest.leaseOf(west))).isInstanceOf(Renewal.Renewed.class);
    }

    private Lease heldSince(LockKey key, Instant acquiredAt) {
        Lease lease = hold(key, Owner.of("user of " + key.id(), "session"));
        backdoor().moveAcquired(key, acquiredAt);
        return lease;
    }

    private List<LockId> idsOf(LockQuery query) {
        return store().find(query).locks().stream().map(LockView::lockId).toList();
    }
}
