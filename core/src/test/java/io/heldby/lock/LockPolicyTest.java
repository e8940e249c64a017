package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LockPolicyTest {

    static List<Duration> impossible() {
        return List.of(
                Duration.ZERO,
                Duration.ofSeconds(-5),
                Duration.ofMillis(999),
                Duration.ofDays(30).plusMillis(1),
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MIN_VALUE));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    @DisplayName("race 30: a lease of zero, below zero, or far too long is refused by value")
    void impossibleLeaseIsRefusedByValue(Duration time) {
        String value = time.toString();

        assertThatThrownBy(() -> LockPolicy.fixed(time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lease")
                .hasMessageContaining(value);
        assertThatThrownBy(() -> LockPolicy.heartbeat(time, Duration.ofHours(1)))
                .hasMessageContaining(value);
        assertThatThrownBy(() -> LockPolicy.heartbeat(Duration.ofSeconds(1), time))
                .hasMessageContaining(value);
        assertThatThrownBy(() -> new LeaseTerms(time, RenewalMode.HEARTBEAT, Expiry.LENIENT))
                .hasMessageContaining(value);
        LockRequest request = LockRequest.of(LockKey.of("policy", "1"), Owner.of("alice", "tab"));
        assertThatThrownBy(() -> request.lease(time)).hasMessageContaining(value);
        assertThatThrownBy(() -> request.firstLease(time)).hasMessageContaining("firstLease");
    }

    @Test
    void boundariesAreAllowed() {
        assertThat(LockPolicy.fixed(Duration.ofSeconds(1)).maximumHold()).isEqualTo(Duration.ofSeconds(1));
        assertThat(LockPolicy.fixed(Duration.ofDays(30)).maximumHold()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void timesMustFitEachOther() {
        assertThatThrownBy(() -> policy(10, 9, 60))
                .hasMessageContaining("pageLease")
                .hasMessageContaining("PT9M");
        assertThatThrownBy(() -> policy(10, 20, 19))
                .hasMessageContaining("maximumHold")
                .hasMessageContaining("PT19M");
    }

    @Test
    void heartbeatFitsThePageLeaseToTheOtherTimes() {
        assertThat(LockPolicy.heartbeat(Duration.ofMinutes(1), Duration.ofMinutes(5))
                        .pageLease())
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(LockPolicy.heartbeat(Duration.ofHours(1), Duration.ofHours(5))
                        .pageLease())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void typesAreTakenByteForByteAndOthersGetTheDefault() {
        LockPolicy fixed = LockPolicy.fixed(Duration.ofMinutes(30));
        LockPolicies policies = LockPolicies.defaults().with("order", fixed);

        assertThat(policies.of("order")).isEqualTo(fixed);
        assertThat(policies.of("Order")).isEqualTo(LockPolicy.DEFAULT);
        assertThatThrownBy(() -> LockPolicies.defaults().with("", fixed)).hasMessageContaining("type");
    }

    @Test
    void reasonOfARequestIsChecked() {
        LockRequest request = LockRequest.of(LockKey.of("policy", "1"), Owner.of("alice", "tab"));

        assertThat(request.reason("r".repeat(200)).reason()).hasSize(200);
        assertThatThrownBy(() -> request.reason("r".repeat(201))).hasMessageContaining("reason");
        assertThatThrownBy(() -> request.reason("two\nlines")).hasMessageContaining("reason");
    }

    @Test
    void nameOfAnExpiryHandlerIsCheckedAndReadFromTheClass() {
        assertThat(LockPolicy.DEFAULT
                        .withExpiryHandler("put-back")
                        .withExpiry(Expiry.STRICT)
                        .expiryHandler())
                .isEqualTo("put-back");
        assertThatThrownBy(() -> LockPolicy.DEFAULT.withExpiryHandler(""))
                .hasMessageStartingWith("expiryHandler must have 1 to 100 characters");
        LockRequest request = LockRequest.of(LockKey.of("policy", "1"), Owner.of("alice", "tab"));
        assertThat(request.expiryHandler("put-back")
                        .reason("picking")
                        .onlyOnce()
                        .expiryHandler())
                .isEqualTo("put-back");
        assertThatThrownBy(() -> request.expiryHandler("put\nback")).hasMessageContaining("expiryHandler");

        LockPolicies policies = LockPolicies.defaults().annotated(PickedOrder.class, Draft.class);
        assertThat(policies.of("order").expiryHandler()).isEqualTo("put-back");
        assertThat(policies.of("draft").expiryHandler()).isNull();
    }

    @OfflineLocked(type = "order", expiryHandler = "put-back")
    private static final class PickedOrder {}

    @OfflineLocked(type = "draft")
    private static final class Draft {}

    private static LockPolicy policy(int lease, int page, int hold) {
        return new LockPolicy(
                Duration.ofMinutes(lease),
                Duration.ofMinutes(page),
                Duration.ofMinutes(hold),
                RenewalMode.HEARTBEAT,
                Expiry.LENIENT,
                Enforcement.ENFORCE);
    }
}
