package io.heldby.demo.redis;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Demand;
import io.heldby.lock.ExpiryTasks;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.HandOverWish;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockStore;
import io.heldby.lock.LockView;
import io.heldby.lock.ModeChange;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.lock.StoreCapability;
import io.heldby.lock.Succession;
import io.heldby.lock.Suspension;
import io.heldby.lock.WaitRequest;
import io.heldby.lock.Waiting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Locks in two places: those of some types elsewhere, all others at home. What concerns one key goes to its store; what concerns
 * many is asked of both, one after the other. So it is one step for each store, and not one for both: a batch of keys that lie in
 * both is refused.
 */
final class StoreByType implements LockStore {

    private final LockStore home;
    private final LockStore elsewhere;
    private final Set<String> types;

    /** @param types whose locks are kept elsewhere */
    StoreByType(LockStore home, LockStore elsewhere, Set<String> types) {
        this.home = home;
        this.elsewhere = elsewhere;
        this.types = Set.copyOf(types);
    }

    private LockStore of(LockKey key) {
        return of(key.type());
    }

    private LockStore of(String type) {
        return types.contains(type) ? elsewhere : home;
    }

    /** Of most types; see {@link #capabilities(String)}. */
    @Override
    public Set<StoreCapability> capabilities() {
        return home.capabilities();
    }

    @Override
    public Set<StoreCapability> capabilities(String type) {
        return of(type).capabilities();
    }

    @Override
    public Acquisition acquire(GrantRequest request) {
        return of(request.key()).acquire(request);
    }

    @Override
    public BatchAcquisition acquireAll(List<GrantRequest> requests) {
        Set<LockStore> stores =
                requests.stream().map(request -> of(request.key())).collect(Collectors.toSet());
        if (stores.size() > 1) {
            throw new IllegalArgumentException("all locks of a batch must be kept in one place, but those of %s are not"
                    .formatted(requests.stream()
                            .map(request -> request.key().type())
                            .distinct()
                            .toList()));
        }
        return of(requests.get(0).key()).acquireAll(requests);
    }

    @Override
    public ModeChange changeMode(LeaseClaim claim, LockMode mode) {
        return of(claim.key()).changeMode(claim, mode);
    }

    @Override
    public Map<LockId, Renewal> renewAll(List<Heartbeat> heartbeats) {
        Map<LockStore, List<Heartbeat>> byStore = heartbeats.stream()
                .collect(Collectors.groupingBy(heartbeat -> of(heartbeat.claim().key())));
        Map<LockId, Renewal> answers = new LinkedHashMap<>();
        byStore.forEach((store, its) -> answers.putAll(store.renewAll(its)));
        return answers;
    }

    @Override
    public Release release(LeaseClaim claim) {
        return of(claim.key()).release(claim);
    }

    @Override
    public Release softRelease(LeaseClaim claim, long seenBeat, Duration grace) {
        return of(claim.key()).softRelease(claim, seenBeat, grace);
    }

    @Override
    public int releaseSession(String tenant, String user, String session, String reason) {
        return home.releaseSession(tenant, user, session, reason)
                + elsewhere.releaseSession(tenant, user, session, reason);
    }

    @Override
    public ForceRelease forceRelease(LockId lockId, String operator, String reason) {
        return of(lockId.key()).forceRelease(lockId, operator, reason);
    }

    @Override
    public ForceRelease forceRelease(LockId lockId, String operator, String reason, Duration grace) {
        return of(lockId.key()).forceRelease(lockId, operator, reason, grace);
    }

    @Override
    public Asked requestHandOver(HandOverWish wish) {
        return of(wish.lockId().key()).requestHandOver(wish);
    }

    @Override
    public Answered answer(UUID requestId, LeaseClaim claim, HandOverAnswer answer, Succession succession) {
        return of(claim.key()).answer(requestId, claim, answer, succession);
    }

    @Override
    public Optional<HandOverRequest> handOverRequest(LockId lockId, UUID requestId) {
        return of(lockId.key()).handOverRequest(lockId, requestId);
    }

    @Override
    public Answered declineRelease(LockId lockId, UUID requestId, String operator, @Nullable String message) {
        return of(lockId.key()).declineRelease(lockId, requestId, operator, message);
    }

    /** Elsewhere nobody can be asked. */
    @Override
    public List<HandOverRequest> releaseRequests(String tenant, int limit) {
        return home.releaseRequests(tenant, limit);
    }

    @Override
    public Acquisition takeOver(LockId lockId, GrantRequest request, String reason, @Nullable Duration unanswered) {
        return of(lockId.key()).takeOver(lockId, request, reason, unanswered);
    }

    @Override
    public Waiting waitFor(WaitRequest request) {
        return of(request.key()).waitFor(request);
    }

    @Override
    public Waiting renewWaiter(LockKey key, UUID waiterId, Owner owner) {
        return of(key).renewWaiter(key, waiterId, owner);
    }

    @Override
    public boolean stopWaiting(LockKey key, UUID waiterId, Owner owner) {
        return of(key).stopWaiting(key, waiterId, owner);
    }

    @Override
    public Demand demand(LockKey key) {
        return of(key).demand(key);
    }

    /** Elsewhere nobody puts them down. */
    @Override
    public ExpiryTasks expiryTasks() {
        return home.expiryTasks();
    }

    @Override
    public List<LockView> holders(LockKey key) {
        return of(key).holders(key);
    }

    @Override
    public Optional<LockView> find(LockId lockId) {
        return of(lockId.key()).find(lockId);
    }

    /** A cursor is a place in an order that both stores have in common. */
    @Override
    public LockPage find(LockQuery query) {
        if (query.type() != null) {
            return of(query.type()).find(query);
        }
        LockPage here = home.find(query);
        LockPage there = elsewhere.find(query);
        if (there.locks().isEmpty()) {
            return here;
        }
        return here.locks().isEmpty()
                ? there
                : query.pageOf(Stream.concat(here.locks().stream(), there.locks().stream()));
    }

    @Override
    public int count(String tenant, String user) {
        return home.count(tenant, user) + elsewhere.count(tenant, user);
    }

    @Override
    public Suspension suspend(String tenant, @Nullable String type, String operator, String reason, Duration time) {
        if (type != null) {
            return of(type).suspend(tenant, type, operator, reason, time);
        }
        Suspension unused = elsewhere.suspend(tenant, null, operator, reason, time);
        return home.suspend(tenant, null, operator, reason, time);
    }

    @Override
    public boolean resume(String tenant, @Nullable String type, String operator) {
        if (type != null) {
            return of(type).resume(tenant, type, operator);
        }
        boolean there = elsewhere.resume(tenant, null, operator);
        return home.resume(tenant, null, operator) || there;
    }

    /** One of all types is in both stores, and told once. */
    @Override
    public List<Suspension> suspensions(String tenant) {
        Stream<Suspension> there =
                elsewhere.suspensions(tenant).stream().filter(suspension -> suspension.type() != null);
        return Stream.concat(home.suspensions(tenant).stream(), there).toList();
    }

    @Override
    public int sweep(int limit) {
        int swept = home.sweep(limit);
        return swept < limit ? swept + elsewhere.sweep(limit - swept) : swept;
    }
}
