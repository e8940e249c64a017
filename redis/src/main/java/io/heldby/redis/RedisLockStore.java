package io.heldby.redis;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockStore;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Locks in Redis (6.2 or later) or Valkey, on one server or in a cluster.
 *
 * <p>Algorithm: one Lua script per operation, which Redis runs as one step. It reads the server's clock, then the grants
 * of one key ({@link KeyNames} says where things are), decides as {@link io.heldby.lock.Grant} and
 * {@link io.heldby.lock.AcquireDecision} do, and writes. A script is called by its hash (EVALSHA); a server that does not
 * know it is sent its text.
 *
 * <ul>
 *   <li>acquire: a refusal writes nothing. A grant draws its fence, the greater of the last one plus one and the server's
 *       time in microseconds, so that a server which came back empty does not start again.
 *   <li>who holds a lock is written under its plain key, for everybody to read, and expires by itself when the lease does.
 *       The grants themselves stay longer: an expired one can come back as long as nobody has taken the key, and its
 *       holder is to be told what became of it.
 *   <li>an id leads to its key through an index, or through this process's memory, which spares a round trip.
 * </ul>
 *
 * <p>What it cannot promise: Redis loses what it has not yet written or replicated when it crashes or fails over, so two
 * people may hold one lock. Such a lock is a warning between people. That no change is lost must come from the save: from
 * the version, and from the fence that is compared in the same statement.
 *
 * <p>Nothing waits longer than {@link RedisSettings#timeout}. No command is repeated whose outcome is unknown.
 *
 * <p>Safe for use by many threads, which share one connection. Close it to end the connection.
 */
public final class RedisLockStore implements LockStore, AutoCloseable {

    /** How long a holder who gave a lock back is told so; who did it hardly asks, and there are many. */
    private static final Duration REMEMBER_OWN_RELEASE = Duration.ofMinutes(5);

    private final Nodes nodes;
    private final Redis redis;
    private final KeyNames names;
    private final RedisSettings settings;
    private final LockIndex index;
    private final LockLists lists;
    private final Tidying tidying;

    RedisLockStore(Nodes nodes, RedisSettings settings) {
        this.nodes = nodes;
        this.settings = settings;
        this.redis = new Redis(nodes.commands(), settings.timeout());
        this.names = new KeyNames(settings.keyPrefix());
        this.index = new LockIndex(redis, names, settings, nodes instanceof ClusterNodes);
        this.lists = new LockLists(redis, names, index);
        this.tidying = new Tidying(redis, names, index, settings);
    }

    /**
     * Connects to one server, or to the master that a sentinel names.
     *
     * @throws io.heldby.lock.LockStoreException when it cannot be reached
     * @throws IllegalStateException when it is not fit to keep locks; says what to change
     */
    public static RedisLockStore single(RedisURI uri, RedisSettings settings) {
        return checked(new RedisLockStore(SingleNode.connect(uri, settings), settings));
    }

    /**
     * Connects to a cluster.
     *
     * @param seeds one or more of its servers
     * @throws io.heldby.lock.LockStoreException when none of them can be reached
     * @throws IllegalStateException when a server is not fit to keep locks; says what to change
     */
    public static RedisLockStore cluster(List<RedisURI> seeds, RedisSettings settings) {
        return checked(new RedisLockStore(ClusterNodes.connect(seeds, settings), settings));
    }

    private static RedisLockStore checked(RedisLockStore store) {
        return store;
    }

    @Override
    public Acquisition acquire(GrantRequest request) {
        LockIndex.Entry entry = index.entry(request.lockId(), request.key());
        KeyNames.OfLock lock = names.of(entry.lock());
        String user = request.owner().user();
        List<String> keys = new ArrayList<>(List.of(lock.lock(), lock.grants(), lock.fence(), lock.ended()));
        keys.addAll(index.inScript(index.byId(entry), index.byOwner(entry, user), index.byTime(entry)));
        Reply reply = redis.written(redis.run(Script.ACQUIRE, keys, arguments(request)));
        Instant now = reply.time(1);
        if (reply.text(0).equals("held")) {
            List<LockView> holders = reply.list(3)
                    .lists()
                    .map(grant -> grant.view(request.key(), now))
                    .toList();
            return new Denied.Held(holders, reply.number(2) == 1);
        }
        Lease lease = reply.list(2).lease(request.key(), request.token(), now);
        index.add(lease).forEach(redis::written);
        return new Acquisition.Granted(lease, reply.text(0).equals("reentered"));
    }

    private List<String> arguments(GrantRequest request) {
        return List.of(
                request.lockId().toString(),
                request.token().hash().hex(),
                request.owner().user(),
                request.owner().session(),
                request.owner().displayName(),
                request.owner().actorKind().name(),
                request.mode().name(),
                request.reason() == null ? "" : ":" + request.reason(),
                micros(request.terms().lease()),
                request.terms().renewal().name(),
                request.terms().expiry().name(),
                micros(request.firstLease()),
                micros(request.maximumHold()),
                request.continueHere() ? "1" : "0",
                remember());
    }

    @Override
    public Map<UUID, Renewal> renewAll(List<LeaseClaim> claims) {
        Map<UUID, LockKey> keys =
                index.keysOf(claims.stream().map(LeaseClaim::lockId).toList());
        List<LeaseClaim> known =
                claims.stream().filter(claim -> isOfTenant(keys, claim)).toList();
        List<Renewal> renewed = redis.writeAll(known, claim -> {
            LockKey key = Objects.requireNonNull(keys.get(claim.lockId()));
            KeyNames.OfLock lock = names.of(key);
            return redis.run(Script.RENEW, List.of(lock.lock(), lock.grants(), lock.ended()), arguments(claim))
                    .thenApply(reply -> renewal(reply, key, claim));
        });
        Map<UUID, Renewal> answers = new LinkedHashMap<>();
        claims.forEach(claim -> answers.put(claim.lockId(), new Renewal.Lost(Loss.unknown())));
        for (int i = 0; i < known.size(); i++) {
            answers.put(known.get(i).lockId(), renewed.get(i));
        }
        return answers;
    }

    private static Renewal renewal(Reply reply, LockKey key, LeaseClaim claim) {
        return reply.text(0).equals("renewed")
                ? new Renewal.Renewed(reply.list(2).lease(key, claim.token(), reply.time(1)))
                : new Renewal.Lost(reply.loss(2));
    }

    @Override
    public Release release(LeaseClaim claim) {
        return ofClaim(claim, entry -> {
            KeyNames.OfLock lock = names.of(entry.lock());
            List<String> keys = new ArrayList<>(List.of(lock.lock(), lock.grants(), lock.ended()));
            keys.addAll(index.inScript(index.byId(entry), index.byOwner(entry, claim.user()), index.byTime(entry)));
            List<String> arguments = new ArrayList<>(arguments(claim));
            arguments.add(Long.toString(REMEMBER_OWN_RELEASE.toMillis()));
            boolean released = isOne(redis.written(redis.run(Script.RELEASE, keys, arguments)));
            if (released) {
                index.removeLater(entry, claim.user(), REMEMBER_OWN_RELEASE);
            }
            return released;
        });
    }

    @Override
    public Release softRelease(LeaseClaim claim, long seenBeat, Duration grace) {
        return ofClaim(claim, entry -> {
            KeyNames.OfLock lock = names.of(entry.lock());
            List<String> arguments = new ArrayList<>(arguments(claim));
            arguments.add(Long.toString(seenBeat));
            arguments.add(micros(grace));
            return isOne(redis.written(redis.run(Script.SOFT_RELEASE, List.of(lock.lock(), lock.grants()), arguments)));
        });
    }

    private Release ofClaim(LeaseClaim claim, Predicate<LockIndex.Entry> released) {
        return index.keyOf(claim.lockId())
                        .filter(key -> key.tenant().equals(claim.tenant()))
                        .map(key -> index.entry(claim.lockId(), key))
                        .filter(released)
                        .isPresent()
                ? Release.RELEASED
                : Release.NOTHING_TO_RELEASE;
    }

    @Override
    public int releaseSession(String tenant, String user, String session, String reason) {
        List<LockIndex.Entry> held = index.ofOwner(tenant, user);
        List<Reply> ended = redis.writeAll(held, entry -> {
            KeyNames.OfLock lock = names.of(entry.lock());
            List<String> keys = new ArrayList<>(List.of(lock.lock(), lock.grants(), lock.ended()));
            keys.addAll(index.inScript(index.byOwner(entry, user), index.byTime(entry)));
            return redis.run(
                    Script.END_SESSION, keys, List.of(entry.lockId().toString(), user, session, reason, remember()));
        });
        int released = 0;
        for (int i = 0; i < held.size(); i++) {
            long answer = ended.get(i).number(0);
            if (answer == 1) {
                index.removeLater(held.get(i), user, settings.remember());
                released++;
            } else if (answer < 0) {
                index.removeFromOwner(held.get(i), user);
            }
        }
        return released;
    }

    @Override
    public ForceRelease forceRelease(String tenant, UUID lockId, String operator, String reason) {
        LockKey key = index.keyOf(lockId).orElse(null);
        if (key == null || !key.tenant().equals(tenant)) {
            return ForceRelease.CHANGED_HANDS;
        }
        LockIndex.Entry entry = index.entry(lockId, key);
        KeyNames.OfLock lock = names.of(entry.lock());
        Reply ended = redis.written(redis.run(
                Script.FORCE_RELEASE,
                List.of(lock.lock(), lock.grants(), lock.ended()),
                List.of(lockId.toString(), operator, reason, remember())));
        return isOne(ended) ? ForceRelease.BROKEN : ForceRelease.CHANGED_HANDS;
    }

    @Override
    public List<LockView> holders(LockKey key) {
        return lists.of(key).stream()
                .filter(view -> view.state() == LockView.State.ACTIVE)
                .toList();
    }

    @Override
    public Optional<LockView> find(String tenant, UUID lockId) {
        return lists.byId(tenant, lockId);
    }

    @Override
    public LockPage find(LockQuery query) {
        return lists.page(query);
    }

    @Override
    public int sweep(int limit) {
        return tidying.upTo(limit);
    }

    @Override
    public void close() {
        nodes.close();
    }

    private static boolean isOfTenant(Map<UUID, LockKey> keys, LeaseClaim claim) {
        LockKey key = keys.get(claim.lockId());
        return key != null && key.tenant().equals(claim.tenant());
    }

    private static boolean isOne(Reply reply) {
        return reply.number(0) == 1;
    }

    private List<String> arguments(LeaseClaim claim) {
        return List.of(claim.lockId().toString(), claim.token().hash().hex(), claim.user(), remember());
    }

    private String remember() {
        return Long.toString(settings.remember().toMillis());
    }

    private static String micros(Duration time) {
        return Long.toString(time.toNanos() / 1000);
    }
}
