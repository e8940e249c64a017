package io.heldby.redis;

import io.heldby.lock.Acquisition;
import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.EventFeed;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockEvent;
import io.heldby.lock.LockEventListener;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockStore;
import io.heldby.lock.LockView;
import io.heldby.lock.ModeChange;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.lock.StoreCapability;
import io.heldby.lock.Suspension;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
 *   <li>release: compares the packed beginning of the only grant with what the claim packs to. Only where that is not
 *       enough, because others share the key or a page was reloaded, are the grants unpacked and the rules asked.
 * </ul>
 *
 * <p>Every script that changes who holds what tells so on a channel, in the same step ({@link #subscribe}).
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

    private static final System.Logger LOG = System.getLogger(RedisLockStore.class.getName());

    private final Nodes nodes;
    private final Redis redis;
    private final LockIndex index;
    private final LockScripts scripts;
    private final Acquiring acquiring;
    private final LockLists lists;
    private final Tidying tidying;
    private final LockNews news;

    RedisLockStore(Nodes nodes, RedisSettings settings) {
        KeyNames names = new KeyNames(settings.keyPrefix());
        this.nodes = nodes;
        this.redis = new Redis(nodes.commands(), settings.timeout());
        this.index = new LockIndex(redis, names, nodes instanceof ClusterNodes);
        this.scripts = new LockScripts(redis, names, index, settings);
        this.acquiring = new Acquiring(redis, scripts, index);
        this.lists = new LockLists(redis, scripts, index);
        this.tidying = new Tidying(redis, scripts, index);
        this.news = new LockNews(nodes, names);
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
        try {
            RedisHealth health = store.check();
            if (!health.isUp()) {
                throw new IllegalStateException(
                        "Redis cannot keep locks as it is: " + String.join("; ", health.problems()));
            }
            health.warnings().forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
            return store;
        } catch (RuntimeException unfit) {
            store.close();
            throw unfit;
        }
    }

    /** Asks every server whether it is fit to keep locks; {@link #single} and {@link #cluster} have done so. */
    public RedisHealth check() {
        return Examination.of(nodes, redis);
    }

    /** It takes no part in other databases' transactions, may forget, and keeps no log of what it tells. */
    @Override
    public Set<StoreCapability> capabilities() {
        return EnumSet.of(StoreCapability.OWN_CLOCK, StoreCapability.LIVE_EVENTS);
    }

    /**
     * Tells what happens to locks from now on, on whichever node, this one included; what one script did at once, and
     * what happened to one key in its order. At most once: what happens while the connection is lost, or while listeners
     * are ten thousand messages behind, they are never told, and nothing is kept to be read later. So an event has no
     * {@linkplain LockEvent#position position} (it is 0), and who must know for certain looks at the lock.
     *
     * <p>Listeners are called on a thread of this store, {@code heldby-news}, one event after the other. The first one
     * makes a connection for it, which comes back by itself when it is lost.
     *
     * @throws io.heldby.lock.LockStoreException when Redis cannot be reached
     */
    public EventFeed.Subscription subscribe(LockEventListener listener) {
        return news.subscribe(listener);
    }

    @Override
    public Acquisition acquire(GrantRequest request) {
        return acquiring.acquire(request);
    }

    @Override
    public BatchAcquisition acquireAll(List<GrantRequest> requests) {
        return acquiring.acquireAll(requests);
    }

    @Override
    public ModeChange changeMode(LeaseClaim claim, LockMode mode) {
        LockKey key = claim.key();
        Reply reply = redis.written(scripts.changeMode(claim, mode));
        return switch (reply.text(0)) {
            case "changed" -> new ModeChange.Changed(reply.list(2).lease(key, claim.token(), reply.time(1)));
            case "held" -> new ModeChange.Refused(reply.held(key));
            default -> new ModeChange.Lost(reply.list(2).loss());
        };
    }

    @Override
    public Map<LockId, Renewal> renewAll(List<Heartbeat> heartbeats) {
        List<Reply> replies = redis.writeAll(heartbeats, scripts::renew);
        Map<LockId, Renewal> answers = new LinkedHashMap<>();
        for (int i = 0; i < heartbeats.size(); i++) {
            LeaseClaim claim = heartbeats.get(i).claim();
            answers.put(claim.lockId(), renewal(replies.get(i), claim));
        }
        return answers;
    }

    private static Renewal renewal(Reply reply, LeaseClaim claim) {
        return switch (reply.text(0)) {
            case "renewed" -> new Renewal.Renewed(reply.list(2).lease(claim.key(), claim.token(), reply.time(1)));
            case "busy" -> new Renewal.Busy();
            default -> new Renewal.Lost(reply.list(2).loss());
        };
    }

    @Override
    public Release release(LeaseClaim claim) {
        if (!isDone(scripts.release(claim))) {
            return Release.NOTHING_TO_RELEASE;
        }
        index.removeLater(index.entry(claim.lockId()), claim.user());
        return Release.RELEASED;
    }

    @Override
    public Release softRelease(LeaseClaim claim, long seenBeat, Duration grace) {
        return isDone(scripts.softRelease(claim, seenBeat, grace)) ? Release.RELEASED : Release.NOTHING_TO_RELEASE;
    }

    @Override
    public int releaseSession(String tenant, String user, String session, String reason) {
        List<LockIndex.Entry> held = index.ofOwner(tenant, user);
        List<Reply> answers = redis.writeAll(held, entry -> scripts.endSession(entry, user, session, reason));
        int released = 0;
        for (int i = 0; i < held.size(); i++) {
            long answer = answers.get(i).number(0);
            if (answer == 1) {
                index.removeLater(held.get(i), user);
                released++;
            } else if (answer < 0) {
                index.removeFromOwner(held.get(i), user);
            }
        }
        return released;
    }

    @Override
    public ForceRelease forceRelease(LockId lockId, String operator, String reason) {
        return isDone(scripts.forceRelease(lockId, operator, reason))
                ? ForceRelease.BROKEN
                : ForceRelease.CHANGED_HANDS;
    }

    @Override
    public List<LockView> holders(LockKey key) {
        return lists.of(key).stream()
                .filter(view -> view.state() == LockView.State.ACTIVE)
                .sorted(Comparator.comparing(LockView::fence))
                .toList();
    }

    @Override
    public Optional<LockView> find(LockId lockId) {
        return lists.of(lockId.key()).stream()
                .filter(view -> view.lockId().equals(lockId))
                .findFirst();
    }

    @Override
    public LockPage find(LockQuery query) {
        return lists.page(query);
    }

    @Override
    public int count(String tenant, String user) {
        return lists.count(tenant, user);
    }

    @Override
    public Suspension suspend(String tenant, @Nullable String type, String operator, String reason, Duration time) {
        Reply reply = redis.written(scripts.suspend(tenant, type, operator, reason, time));
        return new Suspension(tenant, type, operator, reason, reply.time(0), reply.time(1));
    }

    @Override
    public boolean resume(String tenant, @Nullable String type, String operator) {
        return isDone(scripts.resume(tenant, type, operator));
    }

    @Override
    public List<Suspension> suspensions(String tenant) {
        return redis.read(scripts.suspensions(tenant))
                .lists()
                .map(found -> found.suspension(tenant))
                .sorted(Comparator.comparing(Suspension::since))
                .toList();
    }

    @Override
    public int sweep(int limit) {
        return tidying.upTo(limit);
    }

    @Override
    public void close() {
        news.close();
        nodes.close();
    }

    /** Waits for a script that answers 1 when it has changed something. */
    private boolean isDone(CompletableFuture<Reply> sent) {
        return redis.written(sent).number(0) == 1;
    }
}
