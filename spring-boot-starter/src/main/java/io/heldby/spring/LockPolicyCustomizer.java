package io.heldby.spring;

import io.heldby.lock.LockPolicies;

/**
 * A bean with which an application adds policies in code, on top of {@code heldby.policy.*} and
 * {@code heldby.policies.*}. Several are applied in their order. To ignore the properties altogether, declare a
 * {@link LockPolicies} bean instead.
 *
 * <pre>{@code
 * @Bean
 * LockPolicyCustomizer orders() {
 *     return policies -> policies.with("picked-order", LockPolicy.fixed(Duration.ofMinutes(30)));
 * }
 * }</pre>
 */
@FunctionalInterface
public interface LockPolicyCustomizer {

    LockPolicies customize(LockPolicies policies);
}
