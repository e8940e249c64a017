package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Locks in this process's memory: the executable specification of {@link LockStore}, for tests and single-process
 * tools. It protects nothing from a second process and forgets everything at exit.
 *
 * <p>Algorithm: one map from key to its grants (one exclusive, or any number of shared ones), and {@link InMemoryDemand} for
 * who wants them, behind one mutex; every operation reads the clock inside, settles the key ({@link KeyState}), asks
 * {@link Grant} and {@link AcquireDecision}, and writes; what it writes and ends it compares with what was, and puts tasks down
 * for expiry handlers ({@link InMemoryExpiryTasks}). Fences come from one counter. Former holders are remembered, the
 * last 10,000.
 */
public final class InMemoryLockStore implements LockStore {

    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private final ReentrantLock mutex = new ReentrantLock();
    private final TreeMap<LockKey, List<Grant>> grants = new TreeMap<>();
    private final Map<LockId, Ended> ended = new LinkedHashMap<>();
    private final InMemoryDemand demand = new InMemoryDemand();
    private final InMemoryExpiryTasks tasks = new InMemoryExpiryTasks(this::locked, this::extended);
    private final List<Suspension> suspensions = new ArrayList<>();
    private Fence lastFence = new Fence(1);

    private record Ended(Grant grant, Loss loss) {}

    public InMemoryLockStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Set<StoreCapability> capabilities() {
        return EnumSet.of(StoreCapability.HAND_OVER, StoreCapability.EXPIRY_HANDLER);
    }

    @Override
    public Acquisition acquire(GrantRequest request) {
        return locked(now -> acquired(request, decided(request, now), now));
    }

    @Override
    public BatchAcquisition acquireAll(List<GrantRequest> requests) {
        return locked(now -> {
            List<AcquireDecision> decisions =
                    requests.stream().map(request -> decided(request, now)).toList();
            List<Denied> denied = decisions.stream()
                    .filter(AcquireDecision.Refuse.class::isInstance)
                    .<Denied>map(refuse -> ((AcquireDecision.Refuse) refuse).denied())
                    .toList();
            if (!denied.isEmpty()) {
                return new BatchAcquisition.NoneGranted(denied);
            }
            List<Lease> leases = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                acquired(requests.get(i), decisions.get(i), now).ifGranted().ifPresent(leases::add);
            }
            return new BatchAcquisition.AllGranted(leases);
        });
    }

    private AcquireDecision decided(GrantRequest request, Instant now) {
        return AcquireDecision.of(settled(request.key(), now), request, now);
    }

    private Acquisition acquired(GrantRequest request, AcquireDecision decision, Instant now) {
        if (decision instanceof AcquireDecision.Refuse refuse) {
            return refuse.denied();
        }
        if (decision instanceof AcquireDecision.Reenter reenter) {
            return new Acquisition.Granted(put(reenter.next()).leaseAt(now, request.token()), true);
        }
        if (decision instanceof AcquireDecision.Upgrade upgrade) {
            return new Acquisition.Granted(upgraded(upgrade).leaseAt(now, request.token()), true);
        }
        ((AcquireDecision.Admit) decision).endings().forEach(this::replace);
        demand.served(request.key(), request.owner());
        return new Acquisition.Granted(put(Grant.of(request, nextFence(), now)).leaseAt(now, request.token()), false);
    }

    private Grant upgraded(AcquireDecision.Upgrade upgrade) {
        upgrade.endings().forEach(this::replace);
        return put(upgrade.next().withFence(nextFence()));
    }

    @Override
    public ModeChange changeMode(LeaseClaim claim, LockMode mode) {
        return locked(now -> {
            KeyState key = settled(claim.key(), now);
            Grant own = proven(claim, now);
            if (own == null) {
                return new ModeChange.Lost(lossOf(claim));
            }
            Grant renewed = own.renewedAt(now);
            if (!renewed.activeAt(now)) {
                return new ModeChange.Lost(own.overdue());
            }
            if (own.mode() == mode || mode == LockMode.SHARED) {
                return new ModeChange.Changed(put(renewed.inMode(mode)).leaseAt(now, claim.token()));
            }
            AcquireDecision decision = AcquireDecision.upgrade(own, key.grants(), now);
            return decision instanceof AcquireDecision.Refuse refuse
                    ? new ModeChange.Refused(refuse.denied())
                    : new ModeChange.Changed(
                            upgraded((AcquireDecision.Upgrade) decision).leaseAt(now, claim.token()));
        });
    }

    @Override
    public Map<LockId, Renewal> renewAll(List<Heartbeat> heartbeats) {
        return locked(now -> {
            Map<LockId, Renewal> answers = new LinkedHashMap<>();
            heartbeats.forEach(heartbeat -> answers.put(heartbeat.lockId(), renewed(heartbeat, now)));
            return answers;
        });
    }

    private Renewal renewed(Heartbeat heartbeat, Instant now) {
        LeaseClaim claim = heartbeat.claim();
        KeyState unused = settled(claim.key(), now);
        Grant grant = proven(claim, now);
        return grant == null
                ? new Renewal.Lost(lossOf(claim))
                : new Renewal.Renewed(
                        put(grant.renewedAt(now, heartbeat.seenBeat())).leaseAt(now, claim.token()),
                        demand.openToHolder(grant.lockId(), now),
                        grant.breaking());
    }

    @Override
    public Release release(LeaseClaim claim) {
        return locked(now -> {
            KeyState unused = settled(claim.key(), now);
            Grant grant = proven(claim, now);
            if (grant == null) {
                return Release.NOTHING_TO_RELEASE;
            }
            end(grant, Loss.released(grant.owner().displayName(), now, null), now);
            return Release.RELEASED;
        });
    }

    @Override
    public Release softRelease(LeaseClaim claim, long seenBeat, Duration grace) {
        return locked(now -> {
            KeyState unused = settled(claim.key(), now);
            Grant grant = proven(claim, now);
            if (grant == null) {
                return Release.NOTHING_TO_RELEASE;
            }
            Grant next = put(grant.softReleasedAt(now, seenBeat, grace));
            return next.equals(grant) ? Release.NOTHING_TO_RELEASE : Release.RELEASED;
        });
    }

    @Override
    public int releaseSession(String tenant, String user, String session, String reason) {
        return locked(now -> {
            demand.sessionEnded(tenant, user, session);
            Stream.concat(all(), demand.reservations())
                    .filter(g -> isOfSession(g, tenant, user, session))
                    .map(Grant::key)
                    .distinct()
                    .toList()
                    .forEach(key -> settled(key, now));
            List<Grant> held = alive(now)
                    .filter(g -> isOfSession(g, tenant, user, session))
                    .toList();
            held.forEach(g -> end(g, Loss.released(g.owner().displayName(), now, reason), now));
            demand.reservations()
                    .filter(g -> isOfSession(g, tenant, user, session))
                    .toList()
                    .forEach(place -> passOn(place.key(), now));
            return held.size();
        });
    }

    private static boolean isOfSession(Grant grant, String tenant, String user, String session) {
        return grant.key().tenant().equals(tenant)
                && grant.owner().user().equals(user)
                && grant.owner().session().equals(session);
    }

    @Override
    public ForceRelease forceRelease(LockId lockId, String operator, String reason) {
        return forceRelease(lockId, operator, reason, Duration.ZERO);
    }

    @Override
    public ForceRelease forceRelease(LockId lockId, String operator, String reason, Duration grace) {
        return locked(now -> {
            KeyState unused = settled(lockId.key(), now);
            Grant grant = byId(lockId, now);
            if (grant == null) {
                return ForceRelease.CHANGED_HANDS;
            }
            if (!grace.isZero()) {
                put(grant.breakingAt(now, operator, reason, grace));
                return ForceRelease.BREAKING;
            }
            end(grant, Loss.broken(operator, now, reason), now);
            return ForceRelease.BROKEN;
        });
    }

    @Override
    public Asked requestHandOver(HandOverWish wish) {
        return locked(now -> {
            KeyState unused = settled(wish.lockId().key(), now);
            Grant grant = byId(wish.lockId(), now);
            if (grant == null || !grant.activeAt(now)) {
                return new Asked.Gone();
            }
            Optional<String> refusal = HandOverRequest.refusal(grant, wish);
            return refusal.isPresent()
                    ? new Asked.Refused(new Denied.NotPermitted(grant.key(), refusal.get()))
                    : new Asked.Waiting(demand.asked(wish, now));
        });
    }

    @Override
    public Answered answer(UUID requestId, LeaseClaim claim, HandOverAnswer answer, Succession succession) {
        return locked(now -> {
            KeyState unused = settled(claim.key(), now);
            Grant own = proven(claim, now);
            if (own == null) {
                return new Answered.Lost(lossOf(claim));
            }
            Optional<HandOverRequest> request =
                    demand.find(claim.lockId(), requestId).filter(asked -> asked.openToHolderAt(now));
            if (request.isEmpty()) {
                return new Answered.Gone();
            }
            HandOverRequest answered = request.get().answered(answer, demand.of(claim.lockId()), now);
            demand.put(answered);
            if (answered.state() == HandOverRequest.State.ACCEPTED) {
                Owner asker = answered.asker();
                replace(new AcquireDecision.Ending(own, Loss.handedOver(asker.displayName(), now)));
                demand.served(own.key(), asker);
                put(succession.grantTo(asker, own, nextFence(), now));
            }
            return new Answered.Done(answered);
        });
    }

    @Override
    public Optional<HandOverRequest> handOverRequest(LockId lockId, UUID requestId) {
        return locked(now -> demand.find(lockId, requestId)
                .map(request -> byId(lockId, now) == null ? request.over() : request.at(now)));
    }

    @Override
    public Answered declineRelease(LockId lockId, UUID requestId, String operator, @Nullable String message) {
        return locked(now -> {
            KeyState unused = settled(lockId.key(), now);
            return demand.find(lockId, requestId)
                    .filter(request -> byId(lockId, now) != null && request.openToOperatorsAt(now))
                    .<Answered>map(request -> new Answered.Done(demand.put(request.declined(message, now))))
                    .orElseGet(Answered.Gone::new);
        });
    }

    @Override
    public List<HandOverRequest> releaseRequests(String tenant, int limit) {
        return locked(now -> demand.openToOperators(tenant, now).stream()
                .filter(request -> byId(request.lockId(), now) != null)
                .limit(limit)
                .toList());
    }

    @Override
    public Acquisition takeOver(LockId lockId, GrantRequest request, String reason, @Nullable Duration unanswered) {
        return locked(now -> {
            KeyState key = settled(request.key(), now);
            Grant shown = byId(lockId, now);
            if (shown == null || shown.owner().sameEditingSessionAs(request.owner())) {
                return acquired(request, AcquireDecision.of(key, request, now), now);
            }
            Optional<String> notEntitled = unanswered == null
                    ? Optional.empty()
                    : HandOverRequest.notEntitled(demand.of(lockId), request.owner(), unanswered, now);
            if (notEntitled.isPresent()) {
                return new Denied.NotPermitted(request.key(), notEntitled.get());
            }
            AcquireDecision decision = AcquireDecision.takeOver(shown, key.grants(), request, reason, now);
            return acquired(request, decision, now);
        });
    }

    @Override
    public Waiting waitFor(WaitRequest request) {
        return locked(now -> kept(settled(request.key(), now).waiting(request, now)));
    }

    @Override
    public Waiting renewWaiter(LockKey key, UUID waiterId, Owner owner) {
        return locked(now -> kept(settled(key, now).stillWaiting(waiterId, owner, now)));
    }

    private Waiting kept(Waiting waiting) {
        if (waiting instanceof Waiting.Queued queued) {
            demand.put(queued.waiter());
        }
        return waiting;
    }

    @Override
    public boolean stopWaiting(LockKey key, UUID waiterId, Owner owner) {
        return locked(now -> {
            boolean waited = demand.leave(key, waiterId, owner);
            boolean reserved = settled(key, now).isReservedFor(owner);
            if (reserved) {
                passOn(key, now);
            }
            return waited || reserved;
        });
    }

    @Override
    public Demand demand(LockKey key) {
        return locked(now -> Demand.of(state(key), demand.of(key), now));
    }

    @Override
    public ExpiryTasks expiryTasks() {
        return tasks;
    }

    private boolean extended(LockId lockId, Duration time, Instant now) {
        KeyState unused = settled(lockId.key(), now);
        Grant grant = byId(lockId, now);
        if (grant == null) {
            return false;
        }
        put(grant.extendedAt(now, time));
        return true;
    }

    @Override
    public List<LockView> holders(LockKey key) {
        return locked(now -> grantsOf(key).stream()
                .filter(grant -> grant.activeAt(now))
                .sorted(Comparator.comparing(Grant::fence))
                .map(grant -> grant.viewAt(now))
                .toList());
    }

    @Override
    public Optional<LockView> find(LockId lockId) {
        return locked(now -> Optional.ofNullable(byId(lockId, now)).map(grant -> grant.viewAt(now)));
    }

    @Override
    public LockPage find(LockQuery query) {
        return locked(now -> query.pageOf(alive(now).map(grant -> grant.viewAt(now))));
    }

    @Override
    public int count(String tenant, String user) {
        return locked(now -> (int) alive(now)
                .filter(grant -> grant.key().tenant().equals(tenant))
                .filter(grant -> grant.owner().user().equals(user))
                .count());
    }

    @Override
    public Suspension suspend(String tenant, @Nullable String type, String operator, String reason, Duration time) {
        return locked(now -> {
            Suspension suspension = new Suspension(tenant, type, operator, reason, now, now.plus(time));
            suspensions.removeIf(old -> sameSwitch(old, tenant, type));
            suspensions.add(suspension);
            return suspension;
        });
    }

    @Override
    public boolean resume(String tenant, @Nullable String type, String operator) {
        return locked(now -> suspensions.removeIf(old -> sameSwitch(old, tenant, type) && now.isBefore(old.until())));
    }

    private static boolean sameSwitch(Suspension suspension, String tenant, @Nullable String type) {
        return suspension.tenant().equals(tenant) && Objects.equals(suspension.type(), type);
    }

    @Override
    public List<Suspension> suspensions(String tenant) {
        return locked(now -> suspensions.stream()
                .filter(suspension -> suspension.tenant().equals(tenant) && now.isBefore(suspension.until()))
                .toList());
    }

    @Override
    public int sweep(int limit) {
        return locked(now -> {
            Stream.concat(all(), demand.reservations())
                    .map(Grant::key)
                    .distinct()
                    .toList()
                    .forEach(key -> settled(key, now));
            demand.tidy(now);
            List<Grant> due = all().filter(grant -> !grant.activeAt(now))
                    .filter(grant -> !grant.revivableAt(now) || !grant.expiryLogged())
                    .limit(limit)
                    .toList();
            due.forEach(grant -> {
                if (grant.revivableAt(now)) {
                    put(grant.withExpiryLogged());
                } else {
                    end(grant, grant.overdue(), now);
                }
            });
            return due.size();
        });
    }

    /**
     * For tests: changes all grants of a key behind the back of all rules, as if time had gone by or another process had
     * written.
     *
     * @return how many there were
     */
    public int rewrite(LockKey key, UnaryOperator<Grant> change) {
        return locked(now -> {
            List<Grant> current = grantsOf(key);
            current.forEach(grant -> put(change.apply(grant)));
            return current.size() + demand.rewrite(key, change);
        });
    }

    /** For tests: lets time go by for who wants the key, and for nobody else. */
    public void ageDemand(LockKey key, Duration time) {
        locked(now -> {
            demand.age(key, time);
            return key;
        });
    }

    /** For tests: lets time go by for the tasks of expiry handlers, and for nobody else. */
    public void ageTasks(Duration time) {
        tasks.age(time);
    }

    /** Everything that is kept, for tests that look for what must not be kept. */
    @Override
    public String toString() {
        return locked(now -> "InMemoryLockStore[grants=" + grants.values() + ", ended=" + ended.values() + ", " + demand
                + ", " + tasks + "]");
    }

    private Fence nextFence() {
        lastFence = lastFence.next();
        return lastFence;
    }

    private List<Grant> grantsOf(LockKey key) {
        return List.copyOf(grants.getOrDefault(key, List.of()));
    }

    /** Writes a grant: a new one, or the next state of the one with its lock id. */
    private Grant put(Grant grant) {
        List<Grant> all = new ArrayList<>(grantsOf(grant.key()));
        for (Grant old : grantsOf(grant.key())) {
            if (old.lockId().equals(grant.lockId())) {
                all.remove(old);
                tasks.wentOn(old, grant);
            }
        }
        all.add(grant);
        grants.put(grant.key(), all);
        return grant;
    }

    private @Nullable Grant proven(LeaseClaim claim, Instant now) {
        Grant grant = byId(claim.lockId(), now);
        return grant != null && grant.provenBy(claim) ? grant : null;
    }

    private @Nullable Grant byId(LockId lockId, Instant now) {
        return grantsOf(lockId.key()).stream()
                .filter(grant -> grant.lockId().equals(lockId) && grant.revivableAt(now))
                .findAny()
                .orElse(null);
    }

    private Stream<Grant> all() {
        return grants.values().stream().flatMap(List::stream);
    }

    /** A dead grant is over for everybody, whether or not the sweeper has been there. */
    private Stream<Grant> alive(Instant now) {
        return all().filter(grant -> grant.revivableAt(now));
    }

    private KeyState state(LockKey key) {
        return new KeyState(grantsOf(key), demand.reservationOf(key), demand.waitersOf(key));
    }

    /** The state of a key, in which whoever waits for it comes first if it is nobody's any more. */
    private KeyState settled(LockKey key, Instant now) {
        KeyState.Settlement settlement = state(key).settledAt(now);
        if (!settlement.changesNothing()) {
            settlement.endings().forEach(this::replace);
            passOn(key, now);
        }
        return state(key);
    }

    /** Of a key that nobody holds: keeps it for the next in line, or sets it free. */
    private void passOn(LockKey key, Instant now) {
        Optional<Waiter> next = state(key).nextAt(now);
        demand.reserve(
                key,
                next.map(waiter -> Grant.reservedFor(waiter, LockId.random(key), nextFence(), now))
                        .orElse(null));
        next.ifPresent(waiter -> demand.leave(key, waiter.waiterId(), waiter.owner()));
    }

    private void end(Grant grant, Loss loss, Instant now) {
        replace(new AcquireDecision.Ending(grant, loss));
        if (grantsOf(grant.key()).isEmpty()) {
            passOn(grant.key(), now);
        }
    }

    /** Ends a grant of a key that does not become free by it. */
    private void replace(AcquireDecision.Ending ending) {
        Grant grant = ending.grant();
        Loss loss = ending.loss();
        demand.grantEnded(grant.lockId());
        tasks.ended(grant, loss);
        List<Grant> rest = new ArrayList<>(grantsOf(grant.key()));
        rest.removeIf(other -> other.lockId().equals(grant.lockId()));
        if (rest.isEmpty()) {
            grants.remove(grant.key());
        } else {
            grants.put(grant.key(), rest);
        }
        ended.put(grant.lockId(), new Ended(grant, loss));
        if (ended.size() > REMEMBERED) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    /** Former holders are told what happened; for anybody else there never was such a lock. */
    private Loss lossOf(LeaseClaim claim) {
        Optional<Grant> dead = grantsOf(claim.key()).stream()
                .filter(grant -> grant.provenBy(claim))
                .findAny();
        if (dead.isPresent()) {
            return dead.get().overdue();
        }
        Ended past = ended.get(claim.lockId());
        return past != null && past.grant().provenBy(claim) ? past.loss() : Loss.unknown();
    }

    private <T> T locked(Function<Instant, T> work) {
        mutex.lock();
        try {
            return work.apply(clock.instant().truncatedTo(ChronoUnit.MICROS));
        } finally {
            mutex.unlock();
        }
    }
}
