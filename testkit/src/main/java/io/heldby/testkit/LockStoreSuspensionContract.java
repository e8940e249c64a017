package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.heldIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockKey;
import io.heldby.lock.Suspension;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The emergency switch as the store keeps it, and the count that quotas need. */
interface LockStoreSuspensionContract extends LockStoreUnderTest {

    @Test
    default void suspensionIsKeptWithItsOperatorReasonAndEnd() {
        Suspension suspended = store().suspend("", "policy", "Olga Operator", "month end", Duration.ofHours(1));

        assertThat(store().suspensions("")).containsExactly(suspended);
        assertThat(suspended.operator()).isEqualTo("Olga Operator");
        assertThat(Duration.between(suspended.since(), suspended.until())).isEqualTo(Duration.ofHours(1));
        assertThat(suspended.covers(KEY)).isTrue();
        assertThat(suspended.covers(LockKey.of("claim", "1"))).isFalse();
    }

    @Test
    default void suspensionOfAllTypesStandsBesideOneOfAType() {
        store().suspend("", null, "Olga Operator", "everything", Duration.ofHours(1));
        store().suspend("", "policy", "Olga Operator", "policies", Duration.ofHours(2));

        assertThat(store().suspensions("")).hasSize(2);
        assertThat(store().resume("", null, "Olga Operator")).isTrue();
        assertThat(store().suspensions("")).extracting(Suspension::reason).containsExactly("policies");
        assertThat(store().resume("", null, "Olga Operator")).isFalse();
    }

    @Test
    default void newerSuspensionReplacesTheOneThatLasts() {
        store().suspend("", "policy", "Olga Operator", "first", Duration.ofHours(1));
        Suspension second = store().suspend("", "policy", "Omar Operator", "second", Duration.ofHours(2));

        assertThat(store().suspensions("")).containsExactly(second);
    }

    @Test
    default void suspensionDoesNotChangeWhoHoldsWhat() {
        store().suspend("", "policy", "Olga Operator", "month end", Duration.ofHours(1));
        hold(KEY, ALICE);

        heldIn(ask(KEY, BOB));
    }

    @Test
    @DisplayName("race 39: suspensions and counts of two tenants never meet")
    default void suspensionsAndCountsOfTenantsNeverMeet() {
        store().suspend("acme", "policy", "Olga Operator", "month end", Duration.ofHours(1));
        hold(KEY.inTenant("acme"), ALICE);
        hold(KEY, ALICE);
        hold(OTHER_KEY, ALICE_ELSEWHERE);

        assertThat(store().suspensions("")).isEmpty();
        assertThat(store().suspensions("acme")).hasSize(1);
        assertThat(store().count("acme", "alice")).isEqualTo(1);
        assertThat(store().count("", "alice")).isEqualTo(2);
        assertThat(store().count("", "ALICE")).isZero();
    }

    @Test
    default void countHasSharesAndExpiredLocksButNotWhatIsOver() {
        share(KEY, ALICE);
        hold(OTHER_KEY, ALICE);
        backdoor().forceExpire(OTHER_KEY);
        LockKey third = LockKey.of("policy", "third");
        hold(third, ALICE);
        backdoor().forceMaximumHoldOver(third);

        assertThat(store().count("", "alice")).isEqualTo(2);
    }
}
