package io.heldby.lock;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names of the expiry handlers that run on this node. What names another is refused before anything is done. */
final class HandlerNames {

    private final LockStore store;
    private final LockPolicies policies;
    private volatile Set<String> known = Set.of();

    /** @throws UnsupportedOperationException when a policy names one, but the store cannot put tasks down */
    HandlerNames(LockStore store, LockPolicies policies) {
        this.store = store;
        this.policies = policies;
        named().forEach((where, name) ->
                requireCapable(store.capabilities(), where + " names the expiry handler \"" + name + "\", which"));
    }

    /** @throws IllegalArgumentException naming what is wrong with it */
    static String checked(String name) {
        return Text.checked("expiryHandler", name, 1, 100);
    }

    /**
     * From now on, these are known.
     *
     * @throws IllegalArgumentException when a policy names another
     * @throws UnsupportedOperationException when there are any, but the store cannot put tasks down
     */
    void are(Set<String> names) {
        names.forEach(name -> requireCapable(store.capabilities(), "the expiry handler \"" + checked(name) + "\""));
        named().forEach((where, name) -> requireKnown(names, name, where));
        known = Set.copyOf(names);
    }

    /**
     * Whom a lock of this key names.
     *
     * @param own what the request names itself; null for the policy's
     */
    @Nullable
    String of(LockKey key, @Nullable String own) {
        @Nullable String name = own == null ? policies.of(key.type()).expiryHandler() : own;
        if (name != null) {
            String where = own == null ? "the policy of type \"" + key.type() + "\"" : "the request for " + key;
            requireCapable(store.capabilities(key.type()), where + " names the expiry handler \"" + name + "\", which");
            requireKnown(known, name, where);
        }
        return name;
    }

    private Map<String, String> named() {
        Map<String, String> named = new TreeMap<>();
        add(named, "the default policy", policies.defaultPolicy());
        policies.byType().forEach((type, policy) -> add(named, "the policy of type \"" + type + "\"", policy));
        return named;
    }

    private static void add(Map<String, String> named, String where, LockPolicy policy) {
        if (policy.expiryHandler() != null) {
            named.put(where, policy.expiryHandler());
        }
    }

    private static void requireCapable(Set<StoreCapability> capabilities, String who) {
        if (!capabilities.contains(StoreCapability.EXPIRY_HANDLER)) {
            throw StoreCapability.EXPIRY_HANDLER.missing(who);
        }
    }

    private static void requireKnown(Set<String> known, String name, String where) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException(
                    "%s names the expiry handler \"%s\", but this node has only %s: give it a handler of this name (Heldby.builder(…).expiryHandler, or with Spring a bean of this name), or correct the name"
                            .formatted(where, Text.shortened(name), new TreeSet<>(known)));
        }
    }
}
