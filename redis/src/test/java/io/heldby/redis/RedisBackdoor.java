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

    /** ARGV: field, microseconds. Also moves what follows from it: what everybody reads, and when to look again. */
    private static final String REWRITE = """
            local state = cmsgpack.unpack(redis.call('GET', KEYS[2]))
            for _, grant in ipairs(state.grants) do
              grant[ARGV[1]] = tonumber(ARGV[2])
            end
            redis.call('SET', KEYS[2], cmsgpack.pack(state), 'KEEPTTL')
            if ARGV[1] == 'expires' then
              redis.call('PEXPIREAT', KEYS[1], math.floor(ARGV[2] / 1000))
            end
            return #state.grants
            """;

    @Override
    public void moveExpiry(LockKey key, Duration fromNow) {
        rewrite(key, "expires", now().plus(fromNow));
    }

    @Override
    public void moveMaximumHold(LockKey key, Duration fromNow) {
        rewrite(key, "max", now().plus(fromNow));
    }

    @Override
    public void moveAcquired(LockKey key, Instant acquiredAt) {
        rewrite(key, "acquired", acquiredAt);
    }

    private void rewrite(LockKey key, String field, Instant time) {
        String lock = nameOf(key);
        String micros = Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time));
        redis.eval(REWRITE, ScriptOutputType.INTEGER, new String[] {lock, "{" + lock + "}:grants"}, field, micros);
        if (!field.equals("acquired")) {
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
