package io.heldby.redis;

import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValueScanCursor;
import io.lettuce.core.SetArgs;
import io.lettuce.core.ZAddArgs;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Finds locks by id, by owner and by time. It only points to keys, and whoever follows it looks there: an entry that is
 * out of date does no harm and is removed by the next one who meets it.
 *
 * <p>On a single server the scripts that change a lock change the index too ({@link #inScript}). In a cluster it lies on
 * other servers, so its commands are sent beside the script ({@link #add}, {@link #removeLater}).
 */
final class LockIndex {

    /** In a cluster the list of all locks is in pieces, so that no server has to keep it alone. */
    private static final int CLUSTER_SHARDS = 16;

    /** Longer than the longest hold, so that an owner's list outlives what is in it; also in acquire.lua. */
    private static final Duration OWNER_KEPT = Duration.ofDays(31);

    private static final int BATCH = 1000;

    private final Redis redis;
    private final KeyNames names;
    private final RedisSettings settings;
    private final int shards;
    private final RecentLocks recent = new RecentLocks();

    /** One grant of one lock. */
    record Entry(UUID lockId, LockKey key, String lock) {

        String text() {
            return lockId + " " + lock;
        }
    }

    LockIndex(Redis redis, KeyNames names, RedisSettings settings, boolean cluster) {
        this.redis = redis;
        this.names = names;
        this.settings = settings;
        this.shards = cluster ? CLUSTER_SHARDS : 1;
    }

    Entry entry(UUID lockId, LockKey key) {
        return new Entry(lockId, key, names.lock(key));
    }

    /** The keys of the index, for a script that can change them together with the lock; else none. */
    List<String> inScript(String... keys) {
        return isBesideScripts() ? List.of() : List.of(keys);
    }

    String byId(Entry entry) {
        return names.lockId(entry.lockId());
    }

    String byOwner(Entry entry, String user) {
        return names.owner(entry.key().tenant(), user);
    }

    String byTime(Entry entry) {
        return names.due(Math.floorMod(entry.lock().hashCode(), shards));
    }

    /**
     * Notes a lease that was granted. In a cluster this sends commands, whose answers are to be waited for: nobody may be
     * told of a lock that cannot be found by its id. A lease that is granted again is noted again, in case the first time
     * did not get that far.
     */
    List<CompletionStage<?>> add(Lease lease) {
        recent.remember(lease.lockId(), lease.key());
        if (!isBesideScripts()) {
            return List.of();
        }
        Entry entry = entry(lease.lockId(), lease.key());
        String owner = byOwner(entry, lease.owner().user());
        Duration kept = Duration.between(lease.asOf(), lease.maxUntil()).plus(settings.remember());
        return List.of(
                redis.commands().set(byId(entry), entry.lock(), SetArgs.Builder.px(kept)),
                redis.commands().sadd(owner, entry.text()),
                redis.commands().pexpire(owner, OWNER_KEPT),
                redis.commands().zadd(byTime(entry), (double) Reply.micros(lease.expiresAt()), entry.text()));
    }

    /** Sends what removes an entry, in a cluster, and waits for nothing. */
    void removeLater(Entry entry, String user, Duration rememberId) {
        if (isBesideScripts()) {
            redis.forget(redis.commands().pexpire(byId(entry), rememberId));
            redis.forget(redis.commands().zrem(byTime(entry), entry.text()));
            removeFromOwner(entry, user);
        }
    }

    /** Removes what has been found to be out of date. */
    void removeFromOwner(Entry entry, String user) {
        redis.forget(redis.commands().srem(byOwner(entry, user), entry.text()));
    }

    /** Which lock has this id; empty when there has been none for long. */
    Optional<LockKey> keyOf(UUID lockId) {
        return Optional.ofNullable(keysOf(List.of(lockId)).get(lockId));
    }

    /** The same for many, in one round trip. */
    Map<UUID, LockKey> keysOf(List<UUID> lockIds) {
        Map<UUID, LockKey> keys = new HashMap<>();
        lockIds.forEach(id -> recent.keyOf(id).ifPresent(key -> keys.put(id, key)));
        List<UUID> unknown =
                lockIds.stream().filter(id -> !keys.containsKey(id)).distinct().toList();
        List<Optional<String>> found = redis.readAll(
                unknown, id -> redis.commands().get(names.lockId(id)).thenApply(Optional::ofNullable));
        for (int i = 0; i < unknown.size(); i++) {
            UUID id = unknown.get(i);
            found.get(i).map(names::keyOf).ifPresent(key -> {
                keys.put(id, key);
                recent.remember(id, key);
            });
        }
        return keys;
    }

    /** What somebody holds, or held not long ago. */
    List<Entry> ofOwner(String tenant, String user) {
        return redis.read(redis.commands().smembers(names.owner(tenant, user))).stream()
                .map(this::parsed)
                .toList();
    }

    /** Every lock that is held, or was not long ago. What comes or goes meanwhile may be in it or not. */
    Set<Entry> all() {
        Set<Entry> all = new LinkedHashSet<>();
        ScanArgs batch = ScanArgs.Builder.limit(BATCH);
        for (int shard = 0; shard < shards; shard++) {
            String key = names.due(shard);
            ScanCursor from = ScanCursor.INITIAL;
            while (!from.isFinished()) {
                ScoredValueScanCursor<String> found =
                        redis.read(redis.commands().zscan(key, from, batch));
                found.getValues().forEach(value -> all.add(parsed(value.getValue())));
                from = found;
            }
        }
        return all;
    }

    int shards() {
        return shards;
    }

    /** Up to {@code limit} of a shard that should be looked at by now. */
    List<Entry> due(int shard, long nowMicros, int limit) {
        return redis
                .read(redis.commands().zrangebyscore(names.due(shard), Range.create(0L, nowMicros), Limit.from(limit)))
                .stream()
                .map(this::parsed)
                .toList();
    }

    /** Sends that an entry is due again then; one that has been removed meanwhile does not come back. */
    CompletionStage<?> dueAgain(Entry entry, long atMicros) {
        return redis.commands().zadd(byTime(entry), ZAddArgs.Builder.xx(), (double) atMicros, entry.text());
    }

    /** Sends that an entry needs no more looking after. */
    CompletionStage<?> neverAgain(Entry entry) {
        return redis.commands().zrem(byTime(entry), entry.text());
    }

    private boolean isBesideScripts() {
        return shards > 1;
    }

    private Entry parsed(String text) {
        String lock = text.substring(text.indexOf(' ') + 1);
        return new Entry(UUID.fromString(text.substring(0, text.indexOf(' '))), names.keyOf(lock), lock);
    }
}
