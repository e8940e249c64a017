package io.heldby.redis;

import io.heldby.lock.LockStoreException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks every server what it is and how it is set. It needs the command INFO and no other, because CONFIG is forbidden in
 * many places.
 */
final class Examination {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    private final Redis redis;
    private final boolean cluster;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private Examination(Redis redis, boolean cluster) {
        this.redis = redis;
        this.cluster = cluster;
    }

    static RedisHealth of(Nodes nodes, Redis redis) {
        Examination examination = new Examination(redis, nodes instanceof ClusterNodes);
        nodes.servers().forEach(examination::examine);
        return new RedisHealth(examination.problems, examination.warnings);
    }

    private void examine(String server, Supplier<RedisClusterAsyncCommands<String, String>> commands) {
        Map<String, String> info;
        try {
            info = parsed(redis.read(commands.get().info()));
        } catch (LockStoreException | RedisException failed) {
            notExamined(server, String.valueOf(failed.getMessage()));
            return;
        }
        checkVersion(server, info.getOrDefault("redis_version", "unknown"));
        checkEviction(server, info.get("maxmemory_policy"));
        checkRole(server, info);
        if ("0".equals(info.get("aof_enabled"))) {
            warnings.add(
                    "%s has appendonly no, so locks since its last snapshot are gone after a crash: set appendonly yes to lose at most a second"
                            .formatted(server));
        }
    }

    private void notExamined(String server, String failure) {
        if (failure.contains("NOPERM")) {
            warnings.add(
                    "%s does not allow the command INFO, so its version and maxmemory-policy could not be checked: see for yourself that the version is 6.2 or later and that \"CONFIG GET maxmemory-policy\" answers noeviction"
                            .formatted(server));
        } else {
            // A cluster lives with the loss of a server.
            (cluster ? warnings : problems).add("%s does not answer: %s".formatted(server, failure));
        }
    }

    private void checkVersion(String server, String version) {
        Matcher number = VERSION.matcher(version);
        if (!number.matches()) {
            warnings.add("%s has the version %s, which could not be checked: it must be 6.2 or later"
                    .formatted(server, version));
            return;
        }
        int major = Integer.parseInt(number.group(1));
        int minor = Integer.parseInt(number.group(2));
        if (major < 6 || (major == 6 && minor < 2)) {
            problems.add("%s has the version %s, which is too old: use Redis 6.2 or later, or Valkey"
                    .formatted(server, version));
        }
    }

    private void checkEviction(String server, @Nullable String policy) {
        if (policy == null) {
            warnings.add(
                    "%s does not say its maxmemory-policy: see for yourself that \"CONFIG GET maxmemory-policy\" answers noeviction"
                            .formatted(server));
        } else if (!policy.equals("noeviction")) {
            problems.add(
                    "%s has maxmemory-policy %s, so it could delete locks when memory is short: set maxmemory-policy noeviction, or use another server for locks"
                            .formatted(server, policy));
        }
    }

    private void checkRole(String server, Map<String, String> info) {
        if (!cluster && "1".equals(info.get("cluster_enabled"))) {
            problems.add("%s is part of a cluster: use RedisLockStore.cluster".formatted(server));
        } else if (!cluster && "slave".equals(info.get("role"))) {
            problems.add("%s is a replica, which takes no locks: use the address of its master, %s:%s"
                    .formatted(server, info.get("master_host"), info.get("master_port")));
        }
    }

    private static Map<String, String> parsed(String info) {
        Map<String, String> values = new HashMap<>();
        info.lines().filter(line -> line.indexOf(':') > 0).forEach(line -> {
            int colon = line.indexOf(':');
            values.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
        return values;
    }
}
