package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.Denied;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.Lease;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LossCause;
import io.heldby.lock.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Saves of records that somebody else wants. */
abstract class DemandGuardContract extends GuardedRecord {

    @RepeatedTest(100)
    @DisplayName("race 11: a save and a hand-over: the save commits before the asker has the lock, or not at all")
    void saveAgainstHandOver() throws Exception {
        Lease lease = acquire(alice);
        HandOverRequest request = asked(lease);
        CountDownLatch start = new CountDownLatch(1);
        CompletableFuture<Boolean> saved = CompletableFuture.supplyAsync(() -> {
            await(start);
            return saves(lease);
        });
        CompletableFuture<Long> seenByTheAsker = CompletableFuture.supplyAsync(() -> {
            await(start);
            Answered answer =
                    heldby.locks().answer(request.requestId(), lease.claim(), new HandOverAnswer.Accept(null));
            while (answer instanceof Answered.Busy) {
                answer = heldby.locks().answer(request.requestId(), lease.claim(), new HandOverAnswer.Accept(null));
            }
            acquireWhenFree(bob);
            return storedFence();
        });
        start.countDown();
        long atGrant = seenByTheAsker.get(20, TimeUnit.SECONDS);
        boolean committed = saved.get(20, TimeUnit.SECONDS);

        assertThat(storedFence())
                .as("nothing of Alice's may arrive after Bob has the lock")
                .isEqualTo(atGrant);
        assertThat(committed).isEqualTo(atGrant == lease.fence().value());
    }

    @Test
    @DisplayName("race 35: recovery never undoes a hand-over, also when the record is free again")
    void recoveryNeverUndoesAHandOver() {
        Lease alices = acquire(alice);
        Answered unused =
                heldby.locks().answer(asked(alices).requestId(), alices.claim(), new HandOverAnswer.Accept(null));
        assertLost(alices, LossCause.HANDED_OVER);

        heldby.locks().release(acquire(bob));

        assertLost(alices, LossCause.HANDED_OVER);
        assertThat(storedFence()).isZero();
    }

    @Test
    @DisplayName("race 35: recovery never undoes a takeover from a living holder")
    void recoveryNeverUndoesATakeover() {
        Lease alices = acquire(alice);
        Acquisition taken =
                heldby.locks().takeOver(alices.lockId(), LockRequest.of(key, bob), "customer on the phone", false);
        heldby.locks().release(taken.ifGranted().orElseThrow());

        assertLost(alices, LossCause.TAKEN_OVER);
        assertThat(storedFence()).isZero();
    }

    @Test
    @DisplayName("race 35: recovery never jumps the queue")
    void recoveryNeverJumpsTheQueue() {
        Lease alices = acquire(alice);
        expire();
        Lease bobs = acquire(bob);
        waits();
        heldby.locks().release(bobs);

        assertLost(alices, LossCause.TAKEN_OVER);

        assertThat(storedFence()).isZero();
        assertThat(heldby.locks().acquire(LockRequest.of(key, bob))).isInstanceOf(Denied.Reserved.class);
        save(acquire(carol));
        save(acquire(alice));
    }

    @Test
    @DisplayName("race 36: an expired lease that somebody waits for saves nothing, and they get the record")
    void expiredLeaseThatSomebodyWaitsForSavesNothing() {
        Lease alices = acquire(alice);
        waits();
        expire();

        assertLost(alices, LossCause.TAKEN_OVER);

        assertThat(storedFence()).isZero();
        save(acquire(carol));
    }

    @Test
    void writerWithoutALeaseDoesNotWriteWhatIsReserved() throws SQLException {
        use("free");
        Lease alices = acquire(alice);
        waits();
        expire();
        assertNotWritable("while it is expired and somebody waits");

        heldby.locks().release(alices);

        assertNotWritable("while it is reserved");
        heldby.locks().release(acquire(carol));
        try (Connection connection = transaction()) {
            assertThat(heldby.guard().verifyWrite(connection, key, bob)).isEmpty();
        }
    }

    private void assertNotWritable(String when) throws SQLException {
        try (Connection connection = transaction()) {
            assertThatThrownBy(() -> heldby.guard().verifyWrite(connection, key, bob))
                    .as(when)
                    .isInstanceOf(LockNotHeldException.class);
            connection.rollback();
        }
    }

    private HandOverRequest asked(Lease lease) {
        return ((Asked.Waiting) heldby.locks().requestHandOver(lease.lockId(), bob, null)).request();
    }

    private void waits() {
        assertThat(heldby.locks().waitFor(key, carol)).isInstanceOf(Waiting.Queued.class);
    }

    private void assertLost(Lease lease, LossCause cause) {
        assertThatThrownBy(() -> save(lease))
                .isInstanceOfSatisfying(
                        LockLostException.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(cause));
    }
}
