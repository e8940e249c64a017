package io.heldby.lock;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The policy of every type. A type that nobody mentioned has the default one.
 *
 * @param byType the exceptions from the default; types are compared byte for byte
 * @param roots types whose records are locked by locking the aggregate that they belong to
 * @param versions where the current version of a type's records can be read, for {@link LockRequest#ifVersion}
 * @param locksPerPerson how many locks one person may hold at a time in one tenant, 1 or more; jobs are not counted
 */
public record LockPolicies(
        LockPolicy defaultPolicy,
        Map<String, LockPolicy> byType,
        Map<String, RootResolver> roots,
        Map<String, VersionLookup> versions,
        int locksPerPerson) {

    /** For {@link #locksPerPerson}: no limit, and nothing to count. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    public LockPolicies {
        byType.keySet().forEach(type -> Text.checked("type", type, 1, 100));
        roots.keySet().forEach(type -> Text.checked("type", type, 1, 100));
        versions.keySet().forEach(type -> Text.checked("type", type, 1, 100));
        if (locksPerPerson < 1) {
            throw new IllegalArgumentException("locksPerPerson must be 1 or more, but is " + locksPerPerson);
        }
        byType = Map.copyOf(byType);
        roots = Map.copyOf(roots);
        versions = Map.copyOf(versions);
    }

    public LockPolicies(LockPolicy defaultPolicy, Map<String, LockPolicy> byType) {
        this(defaultPolicy, byType, Map.of(), Map.of(), UNLIMITED);
    }

    public static LockPolicies defaults() {
        return new LockPolicies(LockPolicy.DEFAULT, Map.of());
    }

    public LockPolicies with(String type, LockPolicy policy) {
        return new LockPolicies(defaultPolicy, more(byType, type, policy), roots, versions, locksPerPerson);
    }

    /**
     * With the policies that are written on these classes.
     *
     * @throws IllegalArgumentException when a class has no {@link OfflineLocked}, or a time on it is none
     */
    public LockPolicies annotated(Class<?>... entities) {
        LockPolicies all = this;
        for (Class<?> entity : entities) {
            OfflineLocked locked = entity.getAnnotation(OfflineLocked.class);
            if (locked == null) {
                throw new IllegalArgumentException(
                        entity.getName() + " has no @OfflineLocked: write it on the class, or give the policy in code");
            }
            all = all.with(locked.type(), policyOn(entity, locked));
        }
        return all;
    }

    /** Lock the aggregate that {@code root} says wherever a {@code memberType} is to be locked. */
    public LockPolicies withRoot(String memberType, RootResolver root) {
        return new LockPolicies(defaultPolicy, byType, more(roots, memberType, root), versions, locksPerPerson);
    }

    public LockPolicies withVersions(String type, VersionLookup lookup) {
        return new LockPolicies(defaultPolicy, byType, roots, more(versions, type, lookup), locksPerPerson);
    }

    public LockPolicies withLocksPerPerson(int quota) {
        return new LockPolicies(defaultPolicy, byType, roots, versions, quota);
    }

    public LockPolicy of(String type) {
        return byType.getOrDefault(type, defaultPolicy);
    }

    /**
     * The key that is really locked: the aggregate's root, or the key itself where its type has no root.
     *
     * @throws IllegalStateException when the resolver leads to another tenant, or to a type that has a resolver itself
     */
    public LockKey rootOf(LockKey key) {
        RootResolver resolver = roots.get(key.type());
        if (resolver == null) {
            return key;
        }
        LockKey root = resolver.rootOf(key);
        if (!root.tenant().equals(key.tenant())) {
            throw new IllegalStateException(
                    "the root of %s must be of the same tenant \"%s\", but its resolver leads to \"%s\""
                            .formatted(key, key.tenant(), root.tenant()));
        }
        if (roots.containsKey(root.type())) {
            throw new IllegalStateException(
                    "the root of %s is %s, which has a root itself; let the resolver of %s lead straight to the top"
                            .formatted(key, root, key.type()));
        }
        return root;
    }

    /**
     * The version that the record has now.
     *
     * @throws IllegalArgumentException when nobody said where versions of this type can be read
     */
    OptionalLong currentVersion(LockKey key) {
        VersionLookup lookup = versions.get(key.type());
        if (lookup == null) {
            throw new IllegalArgumentException(
                    "ifVersion of %s cannot be checked: say with LockPolicies.withVersions(\"%s\", …) where its version can be read"
                            .formatted(key, key.type()));
        }
        return lookup.currentVersion(key);
    }

    private static LockPolicy policyOn(Class<?> entity, OfflineLocked locked) {
        Duration lease = time(entity, "lease", locked.lease());
        LockPolicy times = locked.renewal() == RenewalMode.FIXED
                ? LockPolicy.fixed(lease)
                : LockPolicy.heartbeat(lease, time(entity, "maximumHold", locked.maximumHold()));
        return times.withExpiry(locked.expiry())
                .withEnforcement(locked.enforcement())
                .withProtocol(locked.protocol())
                .withWrites(locked.writes())
                .withExpiryHandler(locked.expiryHandler().isEmpty() ? null : locked.expiryHandler());
    }

    private static Duration time(Class<?> entity, String field, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException notATime) {
            throw new IllegalArgumentException(
                    "@OfflineLocked(%s = \"%s\") on %s is no ISO-8601 duration; write it like PT3M"
                            .formatted(field, text, entity.getName()),
                    notATime);
        }
    }

    private static <T> Map<String, T> more(Map<String, T> some, String type, T value) {
        Map<String, T> more = new HashMap<>(some);
        more.put(type, value);
        return more;
    }
}
