package io.heldby.redis;

import io.heldby.lock.LockKey;
import java.util.List;

/**
 * The names of keys in Redis. The colons separate, so none is left inside a part; nor a brace, because what is in braces
 * decides where a cluster keeps a key. A part is percent-encoded where it has one of these or a percent sign, and a name
 * with three parts has a tenant, so no two lock keys have one name.
 *
 * <pre>
 * lock:article:42                 who holds it, for everybody to read; gone when it is free
 * {lock:article:42}:state         grants with their tokens' hashes, the greatest fence, who gave it back last
 * {lock:article:42}:former        how other former grants ended
 * lockowner:&lt;tenant>:&lt;user>      what somebody holds
 * lockdue:0                       every lock, by when the sweeper should look at it
 * locksuspensions:&lt;tenant>       where the guard is switched off
 * lockevents                      the channel on which everything is told that happens
 * </pre>
 *
 * The braces make the first three names neighbours: a cluster keeps them in one place, so one script can use them all.
 */
record KeyNames(String prefix) {

    /** The three keys of one lock, which are always in one place. */
    List<String> of(String lock) {
        return List.of(lock, "{" + lock + "}:state", "{" + lock + "}:former");
    }

    List<String> of(LockKey key) {
        return of(lock(key));
    }

    String lock(LockKey key) {
        String tenant = key.tenant().isEmpty() ? "" : encoded(key.tenant()) + ":";
        return prefix + "lock:" + tenant + encoded(key.type()) + ":" + encoded(key.id());
    }

    /** The other way round. */
    LockKey keyOf(String lock) {
        String[] parts = lock.substring((prefix + "lock:").length()).split(":", -1);
        return parts.length == 2
                ? LockKey.of(decoded(parts[0]), decoded(parts[1]))
                : new LockKey(decoded(parts[0]), decoded(parts[1]), decoded(parts[2]));
    }

    String owner(String tenant, String user) {
        return prefix + "lockowner:" + encoded(tenant) + ":" + encoded(user);
    }

    String suspensions(String tenant) {
        return prefix + "locksuspensions:" + encoded(tenant);
    }

    /** The tenant, and behind the next colon what follows, of a name that begins with that of a tenant's suspensions. */
    Suspended suspendedOf(String name) {
        String rest = name.substring((prefix + "locksuspensions:").length());
        int colon = rest.indexOf(':');
        return new Suspended(decoded(rest.substring(0, colon)), rest.substring(colon + 1));
    }

    /** @param type empty for all */
    record Suspended(String tenant, String type) {}

    String events() {
        return prefix + "lockevents";
    }

    String due(int shard) {
        return prefix + "lockdue:" + shard;
    }

    private static String encoded(String part) {
        if (part.indexOf(':') < 0 && part.indexOf('{') < 0 && part.indexOf('}') < 0 && part.indexOf('%') < 0) {
            return part;
        }
        return part.replace("%", "%25").replace(":", "%3A").replace("{", "%7B").replace("}", "%7D");
    }

    private static String decoded(String part) {
        if (part.indexOf('%') < 0) {
            return part;
        }
        return part.replace("%7D", "}").replace("%7B", "{").replace("%3A", ":").replace("%25", "%");
    }
}
