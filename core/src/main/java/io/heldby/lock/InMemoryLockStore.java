package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <p>Algorithm: one map from key to grant behind one mutex; every operation reads the clock inside, asks {@link Grant}
 * and {@link AcquireDecision}, and writes. Fences come from one counter. Former holders are remembered, the last 10,000.
 */
public final class InMemoryLockStore implements LockStore {

    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private final ReentrantLock mutex = new ReentrantLock();
    private final TreeMap<LockKey, Grant> grants = new TreeMap<>();
    private final Map<UUID, Ended> ended = new LinkedHashMap<>();
    private Fence lastFence = new Fence(1);

    private record Ended(Grant grant, Loss loss) {}

    public InMemoryLockStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Acquisition acquire(GrantRequest request) {
        return locked(now -> {
            Grant current = grants.get(request.key());
            if (current == null) {
                return granted(request, now);
            }
            AcquireDecision decision = AcquireDecision.of(current, request, now);
            if (decision instanceof AcquireDecision.Refuse refuse) {
                return refuse.denied();
            }
            if (decision instanceof AcquireDecision.Reenter reenter) {
                grants.put(request.key(), reenter.next());
                return new Acquisition.Granted(reenter.next().leaseAt(now, request.token()), true);
            }
            end(current, ((AcquireDecision.Replace) decision).loss());
            return granted(request, now);
        });
    }

    private Acquisition granted(GrantRequest request, Instant now) {
        lastFence = lastFence.next();
        Grant grant = Grant.of(request, lastFence, now);
        grants.put(request.key(), grant);
        return new Acquisition.Granted(grant.leaseAt(now, request.token()), false);
    }

    @Override
    public Map<UUID, Renewal> renewAll(List<LeaseClaim> claims) {
        return locked(now -> {
            Map<UUID, Renewal> answers = new LinkedHashMap<>();
            claims.forEach(claim -> answers.put(claim.lockId(), renewed(claim, now)));
            return answers;
        });
    }

    private Renewal renewed(LeaseClaim claim, Instant now) {
        Grant grant = proven(claim, now);
        if (grant == null) {
            return new Renewal.Lost(lossOf(claim));
        }
        Grant next = grant.renewedAt(now);
        grants.put(next.key(), next);
        return new Renewal.Renewed(next.leaseAt(now, claim.token()));
    }

    @Override
    public Release release(LeaseClaim claim) {
        return locked(now -> {
            Grant grant = proven(claim, now);
            if (grant == null) {
                return Release.NOTHING_TO_RELEASE;
            }
            end(grant, Loss.released(grant.owner().displayName(), now, null));
            return Release.RELEASED;
        });
    }

    @Override
    public Release softRelease(LeaseClaim claim, long seenBeat, Duration grace) {
        return locked(now -> {
            Grant grant = proven(claim, now);
            if (grant == null) {
                return Release.NOTHING_TO_RELEASE;
            }
            Grant next = grant.softReleasedAt(now, seenBeat, grace);
            grants.put(next.key(), next);
            return next.equals(grant) ? Release.NOTHING_TO_RELEASE : Release.RELEASED;
        });
    }

    @Override
    public int releaseSession(String tenant, String user, String session, String reason) {
        return locked(now -> {
            List<Grant> held = alive(now)
                    .filter(g -> g.key().tenant().equals(tenant))
                    .filter(g ->
                            g.owner().user().equals(user) && g.owner().session().equals(session))
                    .toList();
            held.forEach(g -> end(g, Loss.released(g.owner().displayName(), now, reason)));
            return held.size();
        });
    }

    @Override
    public ForceRelease forceRelease(String tenant, UUID lockId, String operator, String reason) {
        return locked(now -> {
            Grant grant = byId(tenant, lockId, now);
            if (grant == null) {
                return ForceRelease.CHANGED_HANDS;
            }
            end(grant, Loss.broken(operator, now, reason));
            return ForceRelease.BROKEN;
        });
    }

    @Override
    public List<LockView> holders(LockKey key) {
        return locked(now -> Stream.ofNullable(grants.get(key))
                .filter(grant -> grant.activeAt(now))
                .map(grant -> grant.viewAt(now))
                .toList());
    }

    @Override
    public Optional<LockView> find(String tenant, UUID lockId) {
        return locked(now -> Optional.ofNullable(byId(tenant, lockId, now)).map(grant -> grant.viewAt(now)));
    }

    @Override
    public LockPage find(LockQuery query) {
        return locked(now -> query.pageOf(alive(now).map(grant -> grant.viewAt(now))));
    }

    @Override
    public int sweep(int limit) {
        return locked(now -> {
            List<Grant> due = grants.values().stream()
                    .filter(grant -> !grant.activeAt(now))
                    .filter(grant -> !grant.revivableAt(now) || !grant.expiryLogged())
                    .limit(limit)
                    .toList();
            due.forEach(grant -> {
                if (grant.revivableAt(now)) {
                    grants.put(grant.key(), grant.withExpiryLogged());
                } else {
                    end(grant, Loss.expired(grant.expiresAt()));
                }
            });
            return due.size();
        });
    }

    /**
     * For tests: changes a grant behind the back of all rules, as if time had gone by or another process had written.
     *
     * @throws IllegalArgumentException when nobody has the key
     */
    public void rewrite(LockKey key, UnaryOperator<Grant> change) {
        Object unused = locked(now -> {
            Grant grant = grants.get(key);
            if (grant == null) {
                throw new IllegalArgumentException("there is no grant of " + key + " to rewrite");
            }
            return grants.put(key, change.apply(grant));
        });
    }

    /** Everything that is kept, for tests that look for what must not be kept. */
    @Override
    public String toString() {
        return locked(now -> "InMemoryLockStore[grants=" + grants.values() + ", ended=" + ended.values() + "]");
    }

    private @Nullable Grant proven(LeaseClaim claim, Instant now) {
        Grant grant = byId(claim.tenant(), claim.lockId(), now);
        return grant != null && grant.provenBy(claim) ? grant : null;
    }

    private @Nullable Grant byId(String tenant, UUID lockId, Instant now) {
        return alive(now)
                .filter(grant ->
                        grant.lockId().equals(lockId) && grant.key().tenant().equals(tenant))
                .findAny()
                .orElse(null);
    }

    /** A dead grant is over for everybody, whether or not the sweeper has been there. */
    private Stream<Grant> alive(Instant now) {
        return grants.values().stream().filter(grant -> grant.revivableAt(now));
    }

    private void end(Grant grant, Loss loss) {
        grants.remove(grant.key());
        ended.put(grant.lockId(), new Ended(grant, loss));
        if (ended.size() > REMEMBERED) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    /** Former holders are told what happened; for anybody else there never was such a lock. */
    private Loss lossOf(LeaseClaim claim) {
        for (Grant dead : grants.values()) {
            if (dead.provenBy(claim)) {
                return Loss.expired(dead.expiresAt());
            }
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
