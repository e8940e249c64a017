package io.heldby.redis;

import io.heldby.lock.Lease;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValueScanCursor;
import io.lettuce.core.ZAddArgs;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Finds locks by owner and by time. It only points to keys, and whoever follows it looks there: an entry that is
 * out of date does no harm and is removed by the next one who meets it.
 *
 * <p>On a single server the scripts that change a lock change the index too. In a cluster it lies on
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
    private final int shards;

    /** One grant of one lock. */
    record Entry(LockId lockId, String idText, String lock) {

        LockKey key() {
            return lockId.key();
        }

        String text() {
            return idText + " " + lock;
        }
    }

    LockIndex(Redis redis, KeyNames names, boolean cluster) {
        this.redis = redis;
        this.names = names;
        this.shards = cluster ? CLUSTER_SHARDS : 1;
    }

    Entry entry(LockId lockId) {
        return new Entry(lockId, lockId.toString(), names.lock(lockId.key()));
    }

    String byOwner(Entry entry, String user) {
        return names.owner(entry.key().tenant(), user);
    }

    String byTime(Entry entry) {
        return names.due(Math.floorMod(entry.lock().hashCode(), shards));
    }

    /**
     * Notes a lease that was granted. In a cluster this sends commands, whose answers are to be waited for: nobody may be
     * told of a lock that no list has. A lease that is granted again is noted again, in case the first time did not get
     * that far.
     */
    List<CompletionStage<?>> add(Lease lease) {
        if (!isBesideScripts()) {
            return List.of();
        }
        Entry entry = entry(lease.lockId());
        String owner = byOwner(entry, lease.owner().user());
        return List.of(
                redis.commands().sadd(owner, entry.text()),
                redis.commands().pexpire(owner, OWNER_KEPT),
                redis.commands().zadd(byTime(entry), (double) Reply.micros(lease.expiresAt()), entry.text()));
    }

    /** Sends what removes an entry, in a cluster, and waits for nothing. */
    void removeLater(Entry entry, String user) {
        if (isBesideScripts()) {
            redis.forget(redis.commands().zrem(byTime(entry), entry.text()));
            removeFromOwner(entry, user);
        }
    }

    /** Removes what has been found to be out of date. */
    void removeFromOwner(Entry entry, String user) {
        redis.forget(redis.commands().srem(byOwner(entry, user), entry.text()));
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

    /** Whether the lists are changed by commands of their own; else by the scripts, together with the lock. */
    boolean isBesideScripts() {
        return shards > 1;
    }

    private Entry parsed(String text) {
        String idText = text.substring(0, text.indexOf(' '));
        String lock = text.substring(idText.length() + 1);
        return new Entry(LockId.parse(names.keyOf(lock).tenant(), idText), idText, lock);
    }
}
