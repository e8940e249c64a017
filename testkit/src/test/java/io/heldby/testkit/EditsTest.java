package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.Fence;
import io.heldby.lock.Guard;
import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseProof;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Renewal;
import io.heldby.lock.Save;
import io.heldby.lock.Transactions;
import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a save does in which order. The saves of real databases are tested where their guard is. */
class EditsTest {

    private static final LockKey KEY = LockKey.of("policy", "12345");

    private final MutableClock clock = MutableClock.atTenOClock();
    private final BrokenAtWill store = new BrokenAtWill(new InMemoryLockStore(clock));
    private final List<String> happened = new ArrayList<>();
    private final Journal transactions = new Journal();
    private final LockManager locks = new LockManager(store, LockPolicies.defaults(), transactions::active);
    private final Guard guard = new Guard() {
        @Override
        public Optional<Fence> verify(Connection connection, LeaseProof proof) {
            return EditsTest.this.verify(proof);
        }

        @Override
        public Optional<Fence> verifyWrite(Connection connection, LockKey key, Owner writer) {
            throw new AssertionError("Edits verifies with the proof that it has");
        }

        @Override
        public Optional<Lease> recover(Connection connection, EditHandle lost, Loss loss) {
            happened.add("recover");
            return recovered;
        }

        @Override
        public boolean demandsFence(String type) {
            return type.equals("article");
        }
    };
    private Optional<Lease> recovered = Optional.empty();
    private @Nullable String signedIn = "alice";
    private final OwnerResolver whoIsSignedIn =
            session -> Optional.ofNullable(signedIn).map(user -> Owner.of(user, session));
    private final Edits edits = new Edits(locks, guard, transactions, whoIsSignedIn);

    @AfterEach
    void close() {
        locks.close();
    }

    @Test
    void saveVerifiesWorksVerifiesAgainCommitsAndThenReleases() {
        EditHandle handle = opened();

        edits.save(handle, 7, save -> {
            happened.add("update where version = " + save.expectedVersion());
            assertThat(save.handle()).isEqualTo(handle);
            assertThat(save.fence()).isPresent();
        });

        assertThat(happened).containsExactly("begin", "verify", "update where version = 7", "verify", "commit");
        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    void saveThatNeverUsedItsVersionIsRolledBackAndSaysHowToDoIt() {
        EditHandle handle = opened();

        assertThatThrownBy(() -> edits.save(handle, 7, save -> happened.add("update")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the save of policy 12345 never used its expected version 7, so it could have overwritten a"
                        + " newer one; pass save.expectedVersion() to the update. Nothing was written");

        assertThat(happened).endsWith("rollback").doesNotContain("commit");
        assertThat(locks.holders(KEY)).hasSize(1);
    }

    @Test
    void saveMustAskForItsFenceOnlyWhereTheGuardDemandsItOfTheType() {
        EditHandle policy = opened();
        EditHandle article = locks.acquireOrThrow(
                        LockRequest.of(LockKey.of("article", "42"), Owner.of("alice", "tab-1")))
                .handle();

        edits.save(policy, 7, Save::expectedVersion);

        assertThatThrownBy(() -> edits.save(article, 7, Save::expectedVersion))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("save.fence()");
    }

    @Test
    void lockIsKeptWhenTheWorkThrows() {
        EditHandle handle = opened();

        assertThatThrownBy(() -> edits.save(handle, 7, save -> {
                    throw new IOException("disk full " + save.expectedVersion());
                }))
                .isInstanceOf(IOException.class);

        assertThat(happened).endsWith("rollback");
        assertThat(locks.renew(handle.claim())).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    void lostLockRunsNoWork() {
        EditHandle handle = opened();
        locks.forceRelease(handle.lockId(), "Olga Operator", "urgent");

        assertThatThrownBy(() -> edits.save(handle, 7, save -> happened.add("update " + save.expectedVersion())))
                .isInstanceOfSatisfying(
                        LockLostException.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.UNKNOWN));

        assertThat(happened).containsExactly("begin", "verify", "recover", "rollback");
    }

    @Test
    void recoveredLockIsSavedUnderAndReleased() {
        EditHandle handle = opened();
        locks.forceRelease(handle.lockId(), "Olga Operator", "as if it had expired");
        recovered = Optional.of(locks.acquireOrThrow(LockRequest.of(KEY, handle.owner())));

        edits.save(handle, 7, save -> {
            happened.add("update where version = " + save.expectedVersion());
            assertThat(save.handle()).isEqualTo(recovered.orElseThrow().handle());
            assertThat(save.fence()).contains(recovered.orElseThrow().fence());
        });

        assertThat(happened)
                .containsExactly("begin", "verify", "recover", "update where version = 7", "verify", "commit");
        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    void lockThatIsLostDuringTheWorkRollsTheWorkBack() {
        EditHandle handle = opened();

        assertThatThrownBy(() -> edits.save(handle, 7, save -> {
                    happened.add("update " + save.expectedVersion());
                    store.forceRelease(handle.lockId(), "Olga Operator", "urgent");
                }))
                .isInstanceOf(LockLostException.class);

        assertThat(happened).containsExactly("begin", "verify", "update 7", "verify", "rollback");
    }

    @Test
    void releaseThatFailsAfterTheCommitDoesNotFailTheSave() {
        EditHandle handle = opened();

        String saved = edits.<String, RuntimeException>saveReturning(handle, 7, save -> {
            store.broken.set(true);
            return "version " + (save.expectedVersion() + 1);
        });

        assertThat(saved).isEqualTo("version 8");
        assertThat(happened).endsWith("commit");
    }

    @Test
    void secondPersonIsToldWhoHasTheRecord() {
        opened();
        signedIn = "bob";

        EditResult answer = edits.begin("policy", "12345", "renewal");

        assertThat(answer.<String>fold(
                        editing -> "editing",
                        denied -> denied.holders().get(0).owner().displayName()))
                .isEqualTo("alice");
    }

    @Test
    void reasonIsShownToTheNextPerson() {
        edits.begin("policy", "12345", "renewal");

        assertThat(locks.holders(KEY)).extracting(LockView::reason).containsExactly("renewal");
    }

    @Test
    void everyPageIsAnEditingSessionOfItsOwnUntilOneContinuesHere() {
        EditHandle first = opened();

        assertThat(edits.begin("policy", "12345")).isInstanceOf(EditResult.Refused.class);
        assertThat(edits.continueHere("policy", "12345", null)).isInstanceOf(EditResult.Editing.class);

        assertThat(locks.renew(first.claim())).isInstanceOf(Renewal.Lost.class);
    }

    @Test
    void applicationMayKeepOneEditingSessionPerRecord() {
        Edits reloading = new Edits(locks, guard, transactions, whoIsSignedIn, key -> "session of " + key);

        EditHandle page = ((EditResult.Editing) reloading.begin("policy", "12345")).handle();
        EditHandle reloaded = ((EditResult.Editing) reloading.begin("policy", "12345")).handle();

        assertThat(reloaded.lockId()).isEqualTo(page.lockId());
        assertThat(reloaded.token()).isNotEqualTo(page.token());
    }

    @Test
    void pageWithoutHeartbeatsGetsThePageLease() {
        EditResult.Editing editing = (EditResult.Editing) edits.begin("policy", "12345");

        assertThat(editing.lease().remaining()).isEqualTo(LockPolicy.DEFAULT.pageLease());
    }

    @Test
    void nobodySignedInIsSaidPlainly() {
        signedIn = null;

        assertThatThrownBy(() -> edits.begin("policy", "12345"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nobody is signed in");
    }

    @Test
    void beginInsideATransactionIsRefused() {
        transactions.run(connection -> {
            assertThatThrownBy(() -> edits.begin("policy", "12345")).hasMessageContaining("inside a transaction");
            return "";
        });
    }

    @Test
    void handleComesBackFromAPageWithTheSignedInUser() {
        EditHandle handle = opened();
        String session = handle.owner().session();

        EditHandle back = edits.handle(
                "policy", "12345", handle.lockId().toString(), handle.token().value(), session);
        assertThat(back).isEqualTo(handle);

        signedIn = "mallory";
        EditHandle stolen = edits.handle(
                "policy", "12345", handle.lockId().toString(), handle.token().value(), session);
        assertThat(locks.renew(stolen.claim())).isEqualTo(new Renewal.Lost(Loss.unknown()));
    }

    @Test
    void impossibleHandleIsRefusedByPart() {
        String token = "A".repeat(22);
        String lockId = LockId.random(LockKey.of("policy", "1")).toString();

        assertThatThrownBy(() -> edits.handle("policy", "1", "no lock id", token, "tab"))
                .hasMessageContaining("lockId");
        assertThatThrownBy(() -> edits.handle("policy", "1", lockId, "short", "tab"))
                .hasMessageContaining("token");
        assertThatThrownBy(() -> edits.handle("policy", "2", lockId, token, "tab"))
                .hasMessage("lockId belongs to policy 1, but the page is about policy 2");
    }

    @Test
    @SuppressWarnings("NullAway") // What a form that was sent without its hidden fields looks like here.
    void formWithoutItsHandleIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> edits.handle("policy", "1", null, "token", "session"))
                .withMessage("lockId is missing: the page must send back the handle that it was opened with");
    }

    @Test
    void cancelReleasesAndMayBeRepeated() {
        EditHandle handle = opened();

        edits.cancel(handle);
        edits.cancel(handle);

        assertThat(locks.holders(KEY)).isEmpty();
    }

    private EditHandle opened() {
        return ((EditResult.Editing) edits.begin("policy", "12345")).handle();
    }

    /** As a guard would, as far as that goes without a database. */
    private Optional<Fence> verify(LeaseProof proof) {
        happened.add("verify");
        return Optional.of(store.holders(proof.key()).stream()
                .filter(view -> view.lockId().equals(proof.claim().lockId()))
                .findAny()
                .orElseThrow(() -> new LockLostException(proof.key(), Loss.unknown()))
                .fence());
    }

    /** Transactions that only write down how they went. */
    private final class Journal implements Transactions {

        private boolean active;

        @Override
        public boolean active() {
            return active;
        }

        @Override
        public <T extends @Nullable Object, X extends Exception> T join(Work<T, X> work) {
            throw new IllegalStateException("nothing here joins a transaction");
        }

        @Override
        @SuppressWarnings("NullAway") // Nobody uses the connection.
        public <T extends @Nullable Object, X extends Exception> T run(Work<T, X> work) throws X {
            happened.add("begin");
            active = true;
            boolean committed = false;
            try {
                T result = work.run(null);
                committed = true;
                return result;
            } finally {
                active = false;
                happened.add(committed ? "commit" : "rollback");
            }
        }
    }
}
