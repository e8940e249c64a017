package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.heldby.lock.LockPolicies;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The policies of all types.
 *
 * @param byDefault of every type that is not in the list
 * @param types the others, by name
 * @param locksPerPerson not there when nobody counts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PoliciesJson(
        @JsonProperty("default") PolicyJson byDefault,
        List<PolicyJson> types,
        @Nullable Integer locksPerPerson) {

    static PoliciesJson of(LockPolicies policies) {
        TreeSet<String> known = new TreeSet<>(policies.byType().keySet());
        known.addAll(policies.roots().keySet());
        known.addAll(policies.versions().keySet());
        return new PoliciesJson(
                PolicyJson.of(null, policies.defaultPolicy(), false, false),
                known.stream().map(type -> policy(policies, type)).toList(),
                policies.locksPerPerson() == LockPolicies.UNLIMITED ? null : policies.locksPerPerson());
    }

    private static PolicyJson policy(LockPolicies policies, String type) {
        return PolicyJson.of(
                type,
                policies.of(type),
                policies.roots().containsKey(type),
                policies.versions().containsKey(type));
    }
}
