package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.request;

import io.heldby.lock.Enforcement;
import io.heldby.lock.Expiry;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockStore;
import io.heldby.lock.Owner;
import io.heldby.lock.RenewalMode;
import io.heldby.lock.StoreCapability;
import io.heldby.lock.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plays one random sequence on a store and on its specification. Both get the very same requests, so that ids and tokens
 * are the same; only fences and times differ, of which {@link ModelAnswer} compares what is promised.
 *
 * <p>Time stands still in the specification and goes on in the store, by milliseconds; it is moved by minutes, on both.
 */
final class ModelPlayer {

    private static final List<Owner> OWNERS = List.of(
            Owner.of("alice", "tab-1").named("Alice Ng"),
            Owner.of("alice", "tab-2").named("Alice Ng"),
            Owner.of("bob", "tab-1").named("Bob Smith"),
            Owner.of("carol", "tab-1").named("Carol Díaz"),
            Owner.job("nightly"));
    private static final List<LockPolicy> POLICIES = List.of(
            LockPolicy.DEFAULT, LockPolicy.DEFAULT.withExpiry(Expiry.STRICT), LockPolicy.fixed(Duration.ofMinutes(30)));

    /** Of a lock that expires and can still come back, though no heartbeat brings it back. */
    private static final LockPolicy FIXED_FOR_A_WHILE = new LockPolicy(
            Duration.ofMinutes(30),
            Duration.ofMinutes(30),
            Duration.ofHours(8),
            RenewalMode.FIXED,
            Expiry.LENIENT,
            Enforcement.ENFORCE);

    private final LockStore store;
    private final LockStoreBackdoor backdoor;
    private final Random random;
    private final List<String> tenants;
    private final MutableClock clock = MutableClock.atTenOClock();
    private final InMemoryLockStore specification = new InMemoryLockStore(clock);
    private final ModelAnswer.Fences storesFences = new ModelAnswer.Fences();
    private final ModelAnswer.Fences specifiedFences = new ModelAnswer.Fences();
    private final boolean handsOver;
    private final boolean handlesExpiry;
    private final ModelDemand demand;
    private final List<Known> known = new ArrayList<>();
    private final List<GrantRequest> asked = new ArrayList<>();
    private final StringBuilder history = new StringBuilder();
    private Optional<String> difference = Optional.empty();

    /** What a holder knows, perhaps of a lock that is over by now. */
    record Known(LeaseClaim claim, long beat, LockKey key) {}

    /** @param name unique, so that sequences on one store do not meet */
    ModelPlayer(LockStore store, LockStoreBackdoor backdoor, Random random, String name) {
        this.store = store;
        this.backdoor = backdoor;
        this.random = random;
        this.tenants = List.of(name, name + "'s other");
        this.handlesExpiry = store.capabilities().contains(StoreCapability.EXPIRY_HANDLER);
        this.handsOver = store.capabilities().contains(StoreCapability.HAND_OVER);
        this.demand = new ModelDemand(this, random);
    }

    /** How the last step's answers differ; empty when they do not. */
    Optional<String> difference() {
        return difference;
    }

    String history() {
        return history.toString();
    }

    void step() {
        if (handsOver && random.nextInt(100) < 30) {
            demand.step();
        } else {
            usualStep();
        }
        if (handlesExpiry) {
            tenants.forEach(
                    tenant -> play("tasks of " + tenant, on -> on.expiryTasks().pending(tenant, 1_000)));
        }
    }

    private void usualStep() {
        int dice = random.nextInt(100);
        if (dice < 34) {
            acquire();
        } else if (dice < 40) {
            acquireAll();
        } else if (dice < 52 && !known.isEmpty()) {
            renew();
        } else if (dice < 62 && !known.isEmpty()) {
            LeaseClaim claim = sometimesForged(pick(known).claim());
            play("release " + claim.lockId(), on -> on.release(claim));
        } else if (dice < 68 && !known.isEmpty()) {
            Known lease = pick(known);
            Duration grace = Duration.ofSeconds(random.nextBoolean() ? 0 : 60);
            long beat = nearly(lease.beat());
            play(
                    "soft release " + lease + " at " + beat + " in " + grace,
                    on -> on.softRelease(lease.claim(), beat, grace));
        } else if (dice < 77 && !known.isEmpty()) {
            Known lease = pick(known);
            LockMode mode = pick(List.of(LockMode.values()));
            play("change " + lease + " to " + mode, on -> on.changeMode(lease.claim(), mode));
        } else if (dice < 80 && !known.isEmpty()) {
            Known lease = pick(known);
            LockId shown = random.nextInt(4) == 0
                    ? LockStoreUnderTest.inTenant(pick(tenants), lease.claim().lockId())
                    : lease.claim().lockId();
            play(
                    "force release " + lease + " in " + shown.key().tenant(),
                    on -> on.forceRelease(shown, "Olga Operator", "urgent"));
        } else if (dice < 83) {
            Owner owner = pick(OWNERS);
            String tenant = pick(tenants);
            play(
                    "end of session " + owner + " in " + tenant,
                    on -> on.releaseSession(tenant, owner.user(), owner.session(), "signed out"));
        } else if (dice < 91) {
            moveTime();
        } else if (dice < 94) {
            play("sweep", ModelPlayer::swept);
        } else if (dice < 96 && handlesExpiry && !known.isEmpty()) {
            LockId lockId = pick(known).claim().lockId();
            play("extend " + lockId, on -> on.expiryTasks().extend(lockId, Duration.ofMinutes(5)));
        } else {
            look();
        }
    }

    /** So that thousands of sequences do not fill the store. */
    void tidyUp() {
        for (String tenant : tenants) {
            store.find(LockQuery.all(tenant))
                    .locks()
                    .forEach(held -> store.forceRelease(held.lockId(), "Olga Operator", "end of the sequence"));
        }
    }

    private void acquire() {
        GrantRequest request =
                !asked.isEmpty() && random.nextInt(8) == 0 ? repeated(pick(asked)) : anyRequest(anyKey());
        asked.add(request);
        play("acquire " + words(request), on -> on.acquire(request));
    }

    private void acquireAll() {
        String tenant = pick(tenants);
        List<GrantRequest> requests = IntStream.range(0, 3)
                .filter(i -> random.nextInt(3) > 0)
                .mapToObj(i -> anyRequest(new LockKey(tenant, "policy", "Ä" + i)))
                .sorted(Comparator.comparing(GrantRequest::key))
                .toList();
        if (!requests.isEmpty()) {
            play("acquire all " + requests.stream().map(ModelPlayer::words).toList(), on -> on.acquireAll(requests));
        }
    }

    private void renew() {
        // One claim per lock, because the answer has one place for each.
        Map<LockId, Heartbeat> heartbeats = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Known lease = pick(known);
            LeaseClaim claim = sometimesForged(lease.claim());
            heartbeats.putIfAbsent(
                    claim.lockId(), new Heartbeat(claim, random.nextBoolean() ? null : nearly(lease.beat())));
        }
        play("renew " + heartbeats.values(), on -> on.renewAll(List.copyOf(heartbeats.values())));
    }

    /** As a page may count that has missed answers, or was away; sometimes nonsense. */
    private long nearly(long beat) {
        return beat + pick(List.of(0L, 0L, 0L, 1L, 2L, -1L, Grant.PAGE));
    }

    /** By minutes, so that the milliseconds that the store takes do not matter. */
    private void moveTime() {
        LockKey key = anyKey();
        boolean holdIsOver = random.nextInt(4) == 0;
        if (specification.rewrite(key, ended(holdIsOver)) == 0) {
            return;
        }
        history.append(holdIsOver ? "hold over of " : "expire ").append(key).append('\n');
        if (holdIsOver) {
            backdoor.forceMaximumHoldOver(key);
        } else {
            backdoor.forceExpire(key);
        }
    }

    private UnaryOperator<Grant> ended(boolean holdIsOver) {
        Instant past = clock.instant().minusSeconds(1);
        return grant -> ModelAnswer.endingAt(grant, past, holdIsOver ? past : grant.maxUntil());
    }

    private void look() {
        LockKey key = anyKey();
        play("holders of " + key, on -> on.holders(key));
        String tenant = pick(tenants);
        play("list " + tenant, on -> on.find(LockQuery.all(tenant)));
        play("count", on -> on.count(tenant, pick(OWNERS, tenant.length()).user()));
        if (!known.isEmpty()) {
            LockId lockId =
                    LockStoreUnderTest.inTenant(tenant, pick(known).claim().lockId());
            play("find " + lockId + " in " + tenant, on -> on.find(lockId));
        }
        if (handsOver) {
            play("demand for " + key, on -> on.demand(key));
        }
    }

    /** Something that somebody has held, perhaps long ago. */
    Optional<Known> anyKnown() {
        return known.isEmpty() ? Optional.empty() : Optional.of(pick(known));
    }

    Owner anyOwner() {
        return pick(OWNERS);
    }

    void ageDemand(Duration time) {
        LockKey key = anyKey();
        history.append("age the demand for ")
                .append(key)
                .append(" by ")
                .append(time)
                .append('\n');
        specification.ageDemand(key, time);
        backdoor.ageDemand(key, time);
    }

    void play(String step, Function<LockStore, Object> operation) {
        history.append(step);
        Object specified = operation.apply(specification);
        ModelAnswer expected = ModelAnswer.of(specified, specifiedFences);
        ModelAnswer actual = ModelAnswer.of(operation.apply(store), storesFences);
        known.addAll(ModelAnswer.leases(specified));
        history.append(" -> ").append(expected.text()).append('\n');
        if (difference.isEmpty()) {
            difference = expected.differenceFrom(actual);
        }
    }

    private static Object swept(LockStore on) {
        while (on.sweep(100) > 0) {
            // How many pieces it takes is the store's own affair.
        }
        return "swept";
    }

    GrantRequest anyRequest(LockKey key) {
        return request(
                key,
                pick(OWNERS),
                random.nextInt(5) < 2 ? LockMode.SHARED : LockMode.EXCLUSIVE,
                anyPolicy(),
                random.nextInt(6) == 0,
                random.nextInt(8) == 0 ? "once-" + random.nextInt(2) : null);
    }

    private LockPolicy anyPolicy() {
        LockPolicy policy = random.nextInt(6) == 0 ? FIXED_FOR_A_WHILE : pick(POLICIES);
        return handlesExpiry && random.nextBoolean() ? policy.withExpiryHandler("put-back") : policy;
    }

    /** After a lost answer a client asks again, and the store makes a new id and token ready. */
    private static GrantRequest repeated(GrantRequest request) {
        return new GrantRequest(
                LockId.random(request.key()),
                Token.random(),
                request.owner(),
                request.mode(),
                request.reason(),
                request.terms(),
                request.firstLease(),
                request.maximumHold(),
                request.continueHere(),
                request.onceId());
    }

    LeaseClaim sometimesForged(LeaseClaim claim) {
        return switch (random.nextInt(12)) {
            case 0 -> new LeaseClaim(claim.lockId(), Token.random(), claim.user());
            case 1 -> new LeaseClaim(claim.lockId(), claim.token(), "mallory");
            case 2 ->
                new LeaseClaim(LockStoreUnderTest.inTenant(pick(tenants), claim.lockId()), claim.token(), claim.user());
            default -> claim;
        };
    }

    LockKey anyKey() {
        return new LockKey(pick(tenants), "policy", "Ä" + random.nextInt(3));
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static <T> T pick(List<T> some, int number) {
        return some.get(number % some.size());
    }

    static String words(GrantRequest request) {
        @Nullable String once = request.onceId();
        return "%s %s by %s/%s %s%s%s as %s"
                .formatted(
                        request.key(),
                        request.mode(),
                        request.owner().user(),
                        request.owner().session(),
                        request.terms(),
                        request.continueHere() ? " continuing here" : "",
                        once == null ? "" : " only once " + once,
                        request.lockId());
    }
}
