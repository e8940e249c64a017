package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.ExpiryTask.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExpiryTaskTest {

    private static final Instant TEN = Instant.parse("2026-03-29T10:00:00Z");
    private static final Instant OVER = TEN.plus(Duration.ofMinutes(4));

    private final Grant grant = grant("put-back", RenewalMode.HEARTBEAT);

    @Test
    void whatIsMarkedAsExpiredIsATaskAndWhoeverComesBackDropsIt() {
        assertThat(Change.of(grant, grant.withExpiryLogged())).isEqualTo(Change.TASK);
        assertThat(Change.of(grant.withExpiryLogged(), grant.withExpiryLogged()))
                .isEqualTo(Change.NOTHING);
        assertThat(Change.of(grant.withExpiryLogged(), grant.withExpiryLogged().renewedAt(OVER)))
                .isEqualTo(Change.DROP);
        assertThat(Change.of(
                        grant.withExpiryLogged(), grant.withExpiryLogged().extendedAt(OVER, Duration.ofMinutes(1))))
                .isEqualTo(Change.DROP);
        assertThat(Change.of(grant, grant.renewedAt(OVER))).isEqualTo(Change.NOTHING);
    }

    @Test
    void aHeartbeatOfAFixedLeaseBringsNothingBack() {
        Grant fixed = grant("put-back", RenewalMode.FIXED).withExpiryLogged();

        assertThat(Change.of(fixed, fixed.renewedAt(OVER))).isEqualTo(Change.NOTHING);
    }

    @ParameterizedTest
    @EnumSource(LossCause.class)
    void onlyTimeAndTakersMakeATaskAndOnlyOnce(LossCause cause) {
        Loss loss = new Loss(cause, "Bob Smith", OVER, null);
        boolean tells = EnumSet.of(LossCause.EXPIRED, LossCause.TAKEN_OVER).contains(cause);
        boolean itsHoldersDoing = EnumSet.of(LossCause.RELEASED, LossCause.HANDED_OVER, LossCause.CONTINUED_ELSEWHERE)
                .contains(cause);

        assertThat(Change.of(grant, loss)).isEqualTo(tells ? Change.TASK : Change.NOTHING);
        assertThat(Change.of(grant.withExpiryLogged(), loss)).isEqualTo(itsHoldersDoing ? Change.DROP : Change.NOTHING);
    }

    @Test
    void withoutAHandlerThereIsNothingToDo() {
        Grant nobodys = grant(null, RenewalMode.HEARTBEAT);

        assertThat(Change.of(nobodys, nobodys.withExpiryLogged())).isEqualTo(Change.NOTHING);
        assertThat(Change.of(nobodys, Loss.expired(OVER))).isEqualTo(Change.NOTHING);
    }

    @Test
    void anExtensionNeitherShortensNorPassesTheMaximumHoldNorCountsAsAHeartbeat() {
        assertThat(grant.extendedAt(TEN, Duration.ofMinutes(1)).expiresAt()).isEqualTo(grant.expiresAt());
        assertThat(grant.extendedAt(OVER, Duration.ofMinutes(1)).expiresAt()).isEqualTo(OVER.plusSeconds(60));
        assertThat(grant.extendedAt(OVER, Duration.ofDays(1)).expiresAt()).isEqualTo(grant.maxUntil());
        assertThat(grant.extendedAt(OVER, Duration.ofDays(1)).beat()).isEqualTo(grant.beat());
        assertThat(grant.extendedAt(OVER, Duration.ofDays(1)).fence()).isEqualTo(grant.fence());
    }

    @Test
    void pausesDoubleUpToAQuarterOfAnHour() {
        assertThat(ExpiryWorker.pauseAfter(1, 0.5)).isEqualTo(Duration.ofSeconds(1));
        assertThat(ExpiryWorker.pauseAfter(5, 0.5)).isEqualTo(Duration.ofSeconds(16));
        assertThat(ExpiryWorker.pauseAfter(11, 0.5)).isEqualTo(Duration.ofMinutes(15));
        assertThat(ExpiryWorker.pauseAfter(Integer.MAX_VALUE, 0.5)).isEqualTo(Duration.ofMinutes(15));
        assertThat(ExpiryWorker.pauseAfter(1, 0)).isEqualTo(Duration.ofMillis(750));
        assertThat(ExpiryWorker.pauseAfter(1, 1)).isEqualTo(Duration.ofMillis(1250));
    }

    private static Grant grant(@Nullable String handler, RenewalMode renewal) {
        LockKey key = LockKey.of("order", "4711");
        return Grant.of(
                new GrantRequest(
                        LockId.random(key),
                        Token.random(),
                        Owner.of("alice", "tab"),
                        LockMode.EXCLUSIVE,
                        null,
                        new LeaseTerms(Duration.ofMinutes(3), renewal, Expiry.LENIENT, handler),
                        Duration.ofMinutes(3),
                        Duration.ofHours(8),
                        false,
                        null),
                new Fence(1),
                TEN);
    }
}
