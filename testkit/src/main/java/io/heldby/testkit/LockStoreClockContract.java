package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.heldIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lease is a span of the store's time; where the application's clock stands and in which zone is all the same. */
interface LockStoreClockContract extends LockStoreUnderTest {

    @Test
    @DisplayName("race 22: times come from the store's own clock")
    default void timesComeFromTheStoresOwnClock() {
        Instant before = backdoor().now();
        Lease lease = hold(KEY, ALICE);
        Lease renewed = renewed(lease);
        Instant after = backdoor().now();

        assertThat(List.of(lease.asOf(), renewed.asOf(), shown(lease).renewedAt()))
                .allSatisfy(time -> assertThat(time).isBetween(before, after));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/St_Johns", "Pacific/Apia", "Pacific/Kiritimati", "Asia/Kathmandu"})
    @DisplayName("race 22: an application that moves to another time zone changes nothing")
    default void anotherTimeZoneChangesNothing(String zone) {
        assumeTrue(storeHasItsOwnClock(), "this store's clock is the test's, which has no zone");
        Lease lease = hold(KEY, ALICE);
        LockView before = shown(lease);
        TimeZone home = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of(zone)));

            LockView after = shown(lease);
            assertThat(after.acquiredAt()).isEqualTo(before.acquiredAt());
            assertThat(after.expiresAt()).isEqualTo(before.expiresAt());
            assertThat(after.maxUntil()).isEqualTo(before.maxUntil());
            assertThat(after.asOf()).isBetween(before.asOf(), before.asOf().plusSeconds(60));
            heldIn(ask(KEY, BOB));
            assertThat(renewed(lease).remaining()).isEqualTo(LENIENT.lease());
            assertThat(store().sweep(100)).isZero();
            Lease away = hold(OTHER_KEY, BOB);
            TimeZone.setDefault(home);
            assertThat(shown(away).acquiredAt()).isEqualTo(away.acquiredAt());
            assertThat(renewed(away).remaining()).isEqualTo(LENIENT.lease());
        } finally {
            TimeZone.setDefault(home);
        }
    }

    /** Each is in an hour that local clocks in Europe or America skip or show twice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-10-25T00:30:00Z",
                "2026-10-25T01:30:00Z",
                "2026-03-29T01:30:00Z",
                "2026-03-29T02:30:00Z",
                "2026-11-01T05:30:00Z",
                "2026-11-01T06:30:00Z",
                "2026-03-08T07:30:00.123456Z"
            })
    @DisplayName("race 22: an instant in the hour that is skipped or comes twice is stored exactly")
    default void instantAroundADaylightSavingChangeIsStoredExactly(Instant instant) {
        TimeZone home = TimeZone.getDefault();
        try {
            for (String zone : List.of("Europe/Berlin", "America/New_York")) {
                TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of(zone)));
                LockKey key = LockKey.of("policy", zone);
                Lease lease = hold(key, ALICE);
                backdoor().moveAcquired(key, instant);

                assertThat(shown(lease).acquiredAt()).isEqualTo(instant);
                assertThat(renewed(lease).acquiredAt()).isEqualTo(instant);
                assertThat(shown(lease).acquiredAt()).isEqualTo(instant);
            }
        } finally {
            TimeZone.setDefault(home);
        }
    }

    @Test
    @DisplayName("race 22: pages go through the hour that comes twice in the order of time")
    default void pagesGoThroughTheHourThatComesTwice() {
        List<Instant> times = List.of(
                Instant.parse("2026-10-25T00:30:00Z"),
                Instant.parse("2026-10-25T00:50:00Z"),
                Instant.parse("2026-10-25T01:10:00Z"),
                Instant.parse("2026-10-25T01:30:00Z"),
                Instant.parse("2026-10-25T01:50:00Z"));
        for (Instant time : times) {
            LockKey key = LockKey.of("policy", time.toString());
            hold(key, ALICE);
            backdoor().moveAcquired(key, time);
        }

        List<Instant> seen = new ArrayList<>();
        LockQuery query = LockQuery.all("").limit(1);
        LockPage page = store().find(query);
        for (String next = page.next(); next != null; next = page.next()) {
            page.locks().forEach(view -> seen.add(view.acquiredAt()));
            page = store().find(query.after(next));
        }
        page.locks().forEach(view -> seen.add(view.acquiredAt()));

        assertThat(seen).isEqualTo(times);
    }

    @Test
    @DisplayName("race 22: a lease over a daylight saving change lasts as long as granted")
    default void leaseIsASpanOfTimeNotOfLocalTime() {
        Lease lease = hold(KEY, ALICE);

        assertThat(Duration.between(lease.asOf(), shown(lease).expiresAt())).isEqualTo(LENIENT.lease());
        assertThat(Duration.between(lease.asOf(), shown(lease).maxUntil())).isEqualTo(LENIENT.maximumHold());
    }
}
