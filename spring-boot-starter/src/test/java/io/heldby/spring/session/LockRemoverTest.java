package io.heldby.spring.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;

class LockRemoverTest {

    private final LockKey ticket = LockKey.of("customer-support-ticket", "42");
    private final Owner leia = Owner.of("leia", "desk-1");
    private final MockHttpSession http = new MockHttpSession();
    private final LockManager locks =
            new LockManager(new InMemoryLockStore(InstantSource.system()), LockPolicies.defaults());

    @Test
    void endOfTheHttpSessionReleasesWhatTheOwnerHoldsAndNothingElse() {
        Owner otherDesk = Owner.of("leia", "desk-2");
        LockKey other = LockKey.of("customer-support-ticket", "43");
        locks.acquireOrThrow(LockRequest.of(ticket, leia));
        locks.acquireOrThrow(LockRequest.of(other, otherDesk));
        new LockRemover(locks, "", leia).bindTo(http);

        http.invalidate();

        assertThat(locks.holders(ticket)).isEmpty();
        assertThat(locks.holders(other)).hasSize(1);
    }

    @Test
    void bindingTwiceReleasesNothing() {
        locks.acquireOrThrow(LockRequest.of(ticket, leia));

        new LockRemover(locks, "", leia).bindTo(http);
        new LockRemover(locks, "", leia).bindTo(http);

        assertThat(locks.holders(ticket)).hasSize(1);
    }

    @Test
    void whatWasStoredAndReadAgainStopsNoSignOut() throws Exception {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        new ObjectOutputStream(stored).writeObject(new LockRemover(locks, "", leia));
        Object read = new ObjectInputStream(new ByteArrayInputStream(stored.toByteArray())).readObject();

        http.setAttribute("remover", read);
        http.invalidate();

        assertThat(http.isInvalid()).isTrue();
    }

    @Test
    void failingReleaseStopsNoSignOut() {
        LockManager refusing =
                new LockManager(new InMemoryLockStore(InstantSource.system()), LockPolicies.defaults(), () -> true);
        new LockRemover(refusing, "", leia).bindTo(http);

        http.invalidate();

        assertThat(http.isInvalid()).isTrue();
    }
}
