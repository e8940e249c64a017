package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Acquisition;
import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.Guard;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.ModeChange;
import io.heldby.lock.Owner;
import io.heldby.lock.Suspension;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the examples of "Other kinds of locks" in docs/pessimistic-lock.md, which has the code between the tags. */
class LockKindsGuideTest {

    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final Owner BOB = Owner.of("bob", "bob-tab-1").named("Bob Smith");
    private static final Owner ALICE = Owner.of("alice", "alice-tab-1").named("Alice Jones");

    private PolicyOffice office;
    private Heldby heldby;
    private LockManager locks;
    private Guard guard;

    @BeforeEach
    void open() throws SQLException {
        office = new PolicyOffice();
        PolicyMapper mapper = new PolicyMapper();
        // tag::versions[]
        LockPolicies policies = LockPolicies.defaults().withVersions("policy", key -> {
            try (Connection connection = office.dataSource().getConnection()) {
                return mapper.find(connection, key.id())
                        .map(found -> OptionalLong.of(found.version()))
                        .orElse(OptionalLong.empty());
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
        // end::versions[]
        heldby = Heldby.builder(office.dataSource()).policies(policies).build();
        locks = heldby.locks();
        guard = heldby.guard();
    }

    @AfterEach
    void close() {
        heldby.close();
        office.close();
    }

    @Test
    void readersShareAndOneOfThemMayWriteWhenTheOthersHaveGone() {
        // tag::shared[]
        Lease reading = locks.acquireOrThrow(LockRequest.of(KEY, BOB).mode(LockMode.SHARED));
        Lease alsoReading = locks.acquireOrThrow(LockRequest.of(KEY, ALICE).mode(LockMode.SHARED));

        ModeChange refused = locks.upgrade(reading); // Refused: Alice Jones shares it. Nothing has changed.
        locks.release(alsoReading);
        Lease writing = locks.upgrade(reading).ifChanged().orElseThrow(); // The same lock, with a greater fence.
        // end::shared[]

        assertThat(refused).isInstanceOf(ModeChange.Refused.class);
        assertThat(writing.lockId()).isEqualTo(reading.lockId());
        assertThat(writing.fence().value()).isGreaterThan(reading.fence().value());
    }

    @Test
    void batchIsGrantedAsAWholeOrNotAtAll() {
        locks.acquireOrThrow(LockRequest.of(LockKey.of("policy", "2"), ALICE));

        // tag::batch[]
        List<LockRequest> wishes = Stream.of("1", "2", "3")
                .map(number -> LockRequest.of(LockKey.of("policy", number), BOB).reason("year end"))
                .toList();
        BatchAcquisition answer = locks.acquireAll(wishes);
        if (answer instanceof BatchAcquisition.NoneGranted none) {
            for (Denied denied : none.denied()) {
                report(denied.key(), denied.holders());
            }
        }
        // end::batch[]

        assertThat(answer).isInstanceOf(BatchAcquisition.NoneGranted.class);
        assertThat(locks.holders(LockKey.of("policy", "1"))).isEmpty();
    }

    private static void report(LockKey key, List<?> holders) {
        assertThat(key.id()).isEqualTo("2");
        assertThat(holders).hasSize(1);
    }

    @Test
    void lockThatIsGrantedOnlyOnceRefusesItsHolderTooButRepeatsItsAnswer() {
        // tag::once[]
        LockRequest closing =
                LockRequest.of(LockKey.of("month-end", "2026-11"), BOB).onlyOnce();
        Acquisition first = locks.acquire(closing);
        Acquisition repeated = locks.acquire(closing); // The answer was lost: the same request gets the same grant.
        Acquisition again = locks.acquire(closing.onlyOnce()); // Another click is another request: refused.
        // end::once[]

        assertThat(first.ifGranted()).isPresent();
        assertThat(repeated.ifGranted()).isPresent();
        assertThat(again).isInstanceOf(Denied.Held.class);
    }

    @Test
    void lockIsGrantedOnlyIfTheRecordIsAsItWasSeen() throws SQLException {
        Versioned<Policy> onTheScreen = office.stored();
        office.somebodySaves("91.00", "Alice Jones");

        // tag::if-version[]
        Acquisition answer = locks.acquire(LockRequest.of(KEY, BOB).ifVersion(onTheScreen.version()));
        if (answer instanceof Denied.StaleVersion stale) {
            long now = stale.current().orElseThrow(); // Load again; nothing is locked.
            // end::if-version[]
            assertThat(now).isEqualTo(1);
        }

        assertThat(answer).isInstanceOf(Denied.StaleVersion.class);
        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    void suspensionLetsWritesPassForAWhile() throws SQLException {
        assertThatThrownBy(this::writeWithoutALock).isInstanceOf(LockNotHeldException.class);

        // tag::suspend[]
        Suspension suspension =
                locks.suspend("", "policy", "Kim Park", "claims after the storm", Duration.ofMinutes(30));
        // end::suspend[]

        writeWithoutALock();
        assertThat(locks.suspensions("")).containsExactly(suspension);
        assertThat(locks.resume("", "policy", "Kim Park")).isTrue();
        assertThatThrownBy(this::writeWithoutALock).isInstanceOf(LockNotHeldException.class);
    }

    private void writeWithoutALock() throws SQLException {
        heldby.transactions().run(connection -> guard.verifyWrite(connection, KEY, BOB));
    }
}
