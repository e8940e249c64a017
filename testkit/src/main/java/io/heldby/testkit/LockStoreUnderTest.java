package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.Denied;
import io.heldby.lock.Expiry;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.HandOverWish;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LeaseTerms;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockStore;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.lock.StoreCapability;
import io.heldby.lock.Succession;
import io.heldby.lock.Token;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What all contracts share: a store with nothing in it, its back door, three people, and requests in their name. */
interface LockStoreUnderTest {

    Owner ALICE = Owner.of("alice", "alice-tab-1").named("Alice Ng");
    Owner ALICE_ELSEWHERE = Owner.of("alice", "alice-tab-2").named("Alice Ng");
    Owner BOB = Owner.of("bob", "bob-tab-1").named("Bob Smith");
    Owner CAROL = Owner.of("carol", "carol-tab-1").named("Carol Díaz");

    LockKey KEY = LockKey.of("policy", "12345");
    LockKey OTHER_KEY = LockKey.of("policy", "67890");

    LockPolicy LENIENT = LockPolicy.DEFAULT;
    LockPolicy STRICT = LockPolicy.DEFAULT.withExpiry(Expiry.STRICT);
    LockPolicy FIXED = LockPolicy.fixed(Duration.ofMinutes(30));

    /** The store, empty. */
    LockStore store();

    LockStoreBackdoor backdoor();

    /** Whether the store tells the time by a clock that the application cannot touch. */
    boolean storeHasItsOwnClock();

    default Acquisition ask(LockKey key, Owner owner) {
        return ask(key, owner, LENIENT);
    }

    default Acquisition ask(LockKey key, Owner owner, LockPolicy policy) {
        return store().acquire(request(key, owner, policy, false));
    }

    default Acquisition continueHere(LockKey key, Owner owner) {
        return store().acquire(request(key, owner, LENIENT, true));
    }

    /** Acquires a key that must be free for this owner. */
    default Lease hold(LockKey key, Owner owner) {
        return hold(key, owner, LENIENT);
    }

    default Lease hold(LockKey key, Owner owner, LockPolicy policy) {
        return leaseOf(ask(key, owner, policy));
    }

    default Renewal renew(Lease lease) {
        return renew(lease.claim());
    }

    default Renewal renew(LeaseClaim claim) {
        return renew(Heartbeat.of(claim));
    }

    default Renewal renew(Heartbeat heartbeat) {
        Renewal answer = store().renewAll(List.of(heartbeat)).get(heartbeat.lockId());
        return Objects.requireNonNull(answer, "every claim is answered");
    }

    default Lease renewed(Lease lease) {
        return renewed(Heartbeat.of(lease.claim()));
    }

    default Lease renewed(Heartbeat heartbeat) {
        Renewal answer = renew(heartbeat);
        assertThat(answer).isInstanceOf(Renewal.Renewed.class);
        return ((Renewal.Renewed) answer).lease();
    }

    default Loss lossOf(Lease lease) {
        Renewal answer = renew(lease);
        assertThat(answer).isInstanceOf(Renewal.Lost.class);
        return ((Renewal.Lost) answer).loss();
    }

    /** The same grant, as if it were another tenant's. */
    static LockId inTenant(String tenant, LockId lockId) {
        return new LockId(lockId.key().inTenant(tenant), lockId.grant());
    }

    default LockView shown(Lease lease) {
        return store().find(lease.lockId()).orElseThrow();
    }

    static Lease leaseOf(Acquisition acquisition) {
        return acquisition
                .ifGranted()
                .orElseThrow(() -> new AssertionError("expected to be granted, but was " + acquisition));
    }

    static Denied.Held heldIn(Acquisition acquisition) {
        assertThat(acquisition).isInstanceOf(Denied.Held.class);
        return (Denied.Held) acquisition;
    }

    static Owner person(int number) {
        return Owner.of("user-" + number, "session-" + number);
    }

    default Acquisition ask(LockKey key, Owner owner, LockMode mode) {
        return store().acquire(request(key, owner, mode, LENIENT, false, null));
    }

    /** Acquires a share of a key that must be free, or shared, for this owner. */
    default Lease share(LockKey key, Owner owner) {
        return leaseOf(ask(key, owner, LockMode.SHARED));
    }

    /** For tests of what not every store can do. */
    default void assumeHandOver() {
        assumeTrue(
                store().capabilities().contains(StoreCapability.HAND_OVER), "this store keeps no requests and queues");
    }

    default Asked askFor(Lease lease, Owner asker) {
        return store().requestHandOver(wish(lease, asker));
    }

    static HandOverWish wish(Lease lease, Owner asker) {
        return wish(lease, asker, HandOverRequest.Addressee.HOLDER);
    }

    static HandOverWish wish(Lease lease, Owner asker, HandOverRequest.Addressee addressee) {
        return new HandOverWish(
                UUID.randomUUID(), lease.lockId(), asker, addressee, "is it urgent?", Duration.ofMinutes(10));
    }

    /** Asks a holder who can be asked. */
    default HandOverRequest asked(Lease lease, Owner asker) {
        Asked answer = askFor(lease, asker);
        assertThat(answer).isInstanceOf(Asked.Waiting.class);
        return ((Asked.Waiting) answer).request();
    }

    default Answered answer(HandOverRequest request, Lease lease, HandOverAnswer answer) {
        return store().answer(request.requestId(), lease.claim(), answer, succession(lease.key()));
    }

    static Succession succession(LockKey key) {
        return new Succession(
                LockId.random(key),
                Token.random().hash(),
                new LeaseTerms(LENIENT.lease(), LENIENT.renewal(), LENIENT.expiry()),
                LENIENT.maximumHold());
    }

    /** Who asks for it, as its holder is told with a heartbeat. */
    default List<HandOverRequest> requestsToldWith(Lease lease) {
        Renewal answer = renew(lease);
        assertThat(answer).isInstanceOf(Renewal.Renewed.class);
        return ((Renewal.Renewed) answer).requests();
    }

    /** Says yes, which must be possible. */
    default HandOverRequest accepted(HandOverRequest request, Lease lease) {
        Answered answer = answer(request, lease, new HandOverAnswer.Accept(null));
        assertThat(answer).isInstanceOf(Answered.Done.class);
        return ((Answered.Done) answer).request();
    }

    static GrantRequest request(LockKey key, Owner owner, LockPolicy policy, boolean continueHere) {
        return request(key, owner, LockMode.EXCLUSIVE, policy, continueHere, null);
    }

    static GrantRequest request(
            LockKey key, Owner owner, LockMode mode, LockPolicy policy, boolean continueHere, @Nullable String onceId) {
        return new GrantRequest(
                LockId.random(key),
                Token.random(),
                owner,
                mode,
                "editing",
                new LeaseTerms(policy.lease(), policy.renewal(), policy.expiry(), policy.expiryHandler()),
                policy.lease(),
                policy.maximumHold(),
                continueHere,
                onceId);
    }
}
