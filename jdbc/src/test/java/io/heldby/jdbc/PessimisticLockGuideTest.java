package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Expiry;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Guard;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockView;
import io.heldby.lock.LockedException;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.lock.RenewalMode;
import io.heldby.lock.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the examples of docs/pessimistic-lock.md and docs/operations.md, which have the code between the tags. */
class PessimisticLockGuideTest {

    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final Owner BOB = Owner.of("bob", "bob-tab-1").named("Bob Smith");
    private static final Owner ALICE = Owner.of("alice", "alice-tab-1").named("Alice Jones");

    private final PolicyMapper policies = new PolicyMapper();
    private PolicyOffice office;
    private DataSource dataSource;
    private Heldby heldby;
    private LockManager locks;
    private Edits edits;
    private Guard guard;
    private Transactions transactions;

    @BeforeEach
    void open() throws SQLException {
        office = new PolicyOffice();
        dataSource = office.dataSource();
        heldby = Heldby.builder(dataSource)
                .ownerResolver(session -> Optional.of(Owner.of("bob", session).named("Bob Smith")))
                .build();
        locks = heldby.locks();
        edits = heldby.edits();
        guard = heldby.guard();
        transactions = heldby.transactions();
    }

    @AfterEach
    void close() {
        heldby.close();
        office.close();
    }

    @Test
    void aPageOpensSavesAndGivesBack() throws SQLException {
        EditResult.Editing editing = (EditResult.Editing) edits.begin("policy", "12345");
        String lockId = editing.handle().lockId().toString();
        String token = editing.handle().token().value();
        String session = editing.handle().owner().session();
        Versioned<Policy> loaded = office.stored();
        long version = loaded.version();
        Policy changed = loaded.value().withPremium("99.00");

        // tag::save[]
        EditHandle handle = edits.handle("policy", "12345", lockId, token, session);
        edits.save(handle, version, save -> {
            policies.update(save.connection(), changed, save.expectedVersion(), "Bob Smith");
        });
        // end::save[]

        assertThat(office.stored().modifiedBy()).isEqualTo("Bob Smith");
        assertThat(locks.holders(KEY)).isEmpty();
        edits.cancel(handle);
    }

    @Test
    void policiesDifferByType() {
        // tag::policies[]
        LockPolicies policies = LockPolicies.defaults()
                .with("policy", LockPolicy.heartbeat(Duration.ofMinutes(5), Duration.ofHours(2)))
                .with("order", LockPolicy.fixed(Duration.ofMinutes(30)))
                .with("invoice", LockPolicy.DEFAULT.withExpiry(Expiry.STRICT))
                .with("old-screen", LockPolicy.DEFAULT.withEnforcement(Enforcement.OBSERVE));
        // end::policies[]

        assertThat(policies.of("order").renewal()).isEqualTo(RenewalMode.FIXED);
        assertThat(policies.of("policy").maximumHold()).isEqualTo(Duration.ofHours(2));
        assertThat(policies.of("anything else")).isEqualTo(LockPolicy.DEFAULT);
    }

    @Test
    void heartbeatsAnswerInThreeWays() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, BOB));
        assertThat(beat(lease)).startsWith("until ");
        locks.forceRelease(lease.lockId(), "Kim Park", "month end");
        assertThat(beat(lease)).isEqualTo("lost: BROKEN by Kim Park");
    }

    private String beat(Lease lease) {
        // tag::heartbeat[]
        Renewal answer = locks.renew(lease);
        if (answer instanceof Renewal.Lost lost) {
            return "lost: " + lost.loss().cause() + " by " + lost.loss().by(); // For good: stop renewing.
        }
        if (answer instanceof Renewal.Renewed renewed) {
            return "until " + renewed.lease().expiresAt();
        }
        return "being saved"; // Renewal.Busy: not lost, renew again later.
        // end::heartbeat[]
    }

    @Test
    void aPageThatIsLeftKeepsTheLockForSecondsAndALateFarewellChangesNothing() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, BOB));
        long seenBeat = lease.beat();

        // tag::soft-release[]
        Release left = locks.softRelease(lease.claim(), seenBeat, Duration.ofSeconds(10));
        // end::soft-release[]

        assertThat(left).isEqualTo(Release.RELEASED);
        Lease reloaded = locks.acquireOrThrow(LockRequest.of(KEY, BOB));
        assertThat(reloaded.lockId()).isEqualTo(lease.lockId());
        assertThat(locks.softRelease(lease.claim(), seenBeat, Duration.ofSeconds(10)))
                .isEqualTo(Release.NOTHING_TO_RELEASE);
    }

    @Test
    void jobWorksUnderALockAndSkipsWhatSomebodyIsEditing() throws SQLException {
        assertThat(raisePremiumByJob()).isEqualTo("raised");
        assertThat(office.stored().modifiedBy()).isEqualTo("recurring plans");
        assertThat(locks.holders(KEY)).isEmpty();

        locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        assertThat(raisePremiumByJob()).isEqualTo("skipped: Alice Jones is editing");
    }

    private String raisePremiumByJob() throws SQLException {
        // tag::job[]
        LockRequest wish = LockRequest.of(LockKey.of("policy", "12345"), Owner.job("recurring plans"))
                .reason("monthly run");
        try {
            return locks.withLock(
                    wish,
                    lease -> transactions.run(connection -> {
                        guard.verify(connection, lease); // First, then read and write.
                        Versioned<Policy> loaded =
                                policies.find(connection, "12345").orElseThrow();
                        Policy raised = loaded.value().withPremium("99.00");
                        policies.update(connection, raised, loaded.version(), "recurring plans");
                        return "raised";
                    }));
        } catch (LockedException held) {
            LockView holder = held.denied().holders().get(0);
            return "skipped: " + holder.owner().displayName() + " is editing";
        }
        // end::job[]
    }

    @Test
    void guardWorksInATransactionOfTheApplicationsOwn() throws SQLException {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, BOB));
        Versioned<Policy> loaded = office.stored();

        saveByHand(lease, loaded.value().withPremium("99.00"), loaded.version());

        assertThat(office.stored().version()).isEqualTo(1);
        assertThat(locks.holders(KEY)).isEmpty();
        assertThatThrownBy(() -> saveByHand(lease, loaded.value(), 1))
                .isInstanceOfSatisfying(
                        LockLostException.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.RELEASED));
    }

    private void saveByHand(Lease lease, Policy changed, long loadedVersion) throws SQLException {
        // tag::by-hand[]
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                guard.verify(connection, lease); // The first statement; the lock's row stays locked until the commit.
                policies.update(connection, changed, loadedVersion, "Bob Smith");
                connection.commit();
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            }
        }
        locks.release(lease); // After the commit, never before.
        // end::by-hand[]
    }

    @Test
    void operatorEndsExactlyTheLockThatWasShown() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, BOB));

        // tag::force-release[]
        LockPage page = locks.find(LockQuery.all("").ofType("policy"));
        LockView shown = page.locks().get(0);
        ForceRelease outcome = locks.forceRelease(shown.lockId(), "Kim Park", "month end");
        // end::force-release[]

        assertThat(outcome).isEqualTo(ForceRelease.BROKEN);
        assertThat(locks.forceRelease(lease.lockId(), "Kim Park", "month end")).isEqualTo(ForceRelease.CHANGED_HANDS);
    }
}
