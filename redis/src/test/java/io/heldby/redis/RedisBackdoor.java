package io.heldby.redis;

import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.testkit.LockStoreBackdoor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Looks into Redis, and rewrites grants there, with commands and scripts that the store does not know. */
record RedisBackdoor(RedisClusterCommands<String, String> redis, String prefix) implements LockStoreBackdoor {

    /** Also moves the end of what everybody reads. ARGV: place in a grant, microseconds. */
    private static final String REWRITE = """
            local fence, coming, released, grants = cmsgpack.unpack(redis.call('GET', KEYS[2]))
            for _, grant in ipairs(grants) do
              grant[tonumber(ARGV[1])] = tonumber(ARGV[2])
            end
            redis.call('SET', KEYS[2], cmsgpack.pack(fence, coming, released, grants), 'KEEPTTL')
            if ARGV[1] == '5' then
              redis.call('PEXPIREAT', KEYS[1], math.floor(ARGV[2] / 1000))
            end
            return #grants
            """;

    private static final int ACQUIRED = 7;
    private static final int EXPIRES = 5;
    private static final int MAX = 9;

    @Override
    public void moveExpiry(LockKey key, Duration fromNow) {
        rewrite(key, EXPIRES, now().plus(fromNow));
    }

    @Override
    public void moveMaximumHold(LockKey key, Duration fromNow) {
        rewrite(key, MAX, now().plus(fromNow));
    }

    @Override
    public void moveAcquired(LockKey key, Instant acquiredAt) {
        rewrite(key, ACQUIRED, acquiredAt);
    }

    private void rewrite(LockKey key, int place, Instant time) {
        String lock = nameOf(key);
        String micros = Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time));
        redis.eval(
                REWRITE,
                ScriptOutputType.INTEGER,
                new String[] {lock, "{" + lock + "}:state"},
                Integer.toString(place),
                micros);
        if (place != ACQUIRED) {
            for (int shard = 0; shard < 16; shard++) {
                String due = prefix + "lockdue:" + shard;
                for (String entry : redis.zrange(due, 0, -1)) {
                    if (entry.endsWith(" " + lock)) {
                        redis.zadd(due, Double.parseDouble(micros), entry);
                    }
                }
            }
        }
    }

    @Override
    public String rawDump() {
        StringBuilder dump = new StringBuilder();
        keys().forEachRemaining(name ->
                dump.append(name).append(" = ").append(value(name)).append('\n'));
        return dump.toString();
    }

    /** For a server that is not ours to empty. */
    void removeEverything() {
        keys().forEachRemaining(redis::unlink);
    }

    private ScanIterator<String> keys() {
        // With a brace in front where the name begins with one.
        return ScanIterator.scan(
                redis, ScanArgs.Builder.matches("*" + prefix + "*").limit(1000));
    }

    private String value(String name) {
        return switch (redis.type(name)) {
            case "string" -> redis.get(name);
            case "hash" -> redis.hgetall(name).toString();
            case "set" -> redis.smembers(name).toString();
            case "zset" -> redis.zrangeWithScores(name, 0, -1).toString();
            default -> "";
        };
    }

    String nameOf(LockKey key) {
        String tenant = key.tenant().isEmpty() ? "" : encoded(key.tenant()) + ":";
        return prefix + "lock:" + tenant + encoded(key.type()) + ":" + encoded(key.id());
    }

    private static String encoded(String part) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            encoded.append("%:{}".indexOf(c) < 0 ? Character.toString(c) : "%%%02X".formatted((int) c));
        }
        return encoded.toString();
    }

    @Override
    public Instant now() {
        List<String> time = redis.time();
        return Instant.ofEpochSecond(Long.parseLong(time.get(0)), Long.parseLong(time.get(1)) * 1000);
    }

    @Override
    public boolean supportsGuardedSave() {
        return false;
    }

    @Override
    public HungSave hangGuardedSave(Lease lease) {
        throw new UnsupportedOperationException("Redis takes no part in a database transaction");
    }

    @Override
    public boolean supportsSettingTheFence() {
        return false;
    }

    @Override
    public void setNextFence(long fence) {
        throw new UnsupportedOperationException("every key has a fence of its own");
    }
}
