package io.heldby.lock;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The policy of an entity's locks, written on its class. {@link LockPolicies#annotated} reads it; with the Spring starter
 * that happens by itself. Whatever configuration says about the same type goes before it.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OfflineLocked {

    /** The type in the entity's lock keys, such as {@code policy}. */
    String type();

    Protocol protocol() default Protocol.EXCLUSIVE_WRITE;

    Writes writes() default Writes.LEASE_REQUIRED;

    /** ISO-8601 duration, such as {@code PT3M}; see {@link LockPolicy#lease()}. */
    String lease() default "PT3M";

    /** ISO-8601 duration; see {@link LockPolicy#maximumHold()}. */
    String maximumHold() default "PT8H";

    RenewalMode renewal() default RenewalMode.HEARTBEAT;

    Expiry expiry() default Expiry.LENIENT;

    Enforcement enforcement() default Enforcement.ENFORCE;

    /** See {@link LockPolicy#expiryHandler()}; empty for none. */
    String expiryHandler() default "";
}
