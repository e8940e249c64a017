package io.heldby.lock;

import java.util.HashMap;
import java.util.Map;

/**
 * The policy of every type. A type that nobody mentioned has the default one.
 *
 * @param byType the exceptions from the default; types are compared byte for byte
 */
public record LockPolicies(LockPolicy defaultPolicy, Map<String, LockPolicy> byType) {

    public LockPolicies {
        byType.keySet().forEach(type -> Text.checked("type", type, 1, 100));
        byType = Map.copyOf(byType);
    }

    public static LockPolicies defaults() {
        return new LockPolicies(LockPolicy.DEFAULT, Map.of());
    }

    public LockPolicies with(String type, LockPolicy policy) {
        Map<String, LockPolicy> more = new HashMap<>(byType);
        more.put(type, policy);
        return new LockPolicies(defaultPolicy, more);
    }

    public LockPolicy of(String type) {
        return byType.getOrDefault(type, defaultPolicy);
    }
}
