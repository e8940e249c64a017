package io.heldby.spring;

import io.heldby.lock.LockMode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Implicit Lock for a method of a Spring bean or a handler method of a controller: it runs while the caller's editing
 * session holds the lock, or not at all.
 *
 * <pre>{@code
 * @Locked(type = "patient", id = "#command.patientId")
 * @Transactional
 * public void prescribe(Prescribe command) { … }
 *
 * @GetMapping("/policies/{id}/edit")
 * @Locked(type = "policy", id = "#id", until = LockedUntil.SAVED)
 * String edit(@PathVariable String id, EditHandle handle, Model page) { … }
 * }</pre>
 *
 * <p>The lock is acquired before the method's own {@code @Transactional} begins and released after it has committed, but
 * after {@code @PreAuthorize}, so that only who may call the method learns who is in the way. Inside a transaction that is
 * active already the call is refused with an {@link IllegalStateException}, unless an outer {@code @Locked} call of the same
 * thread holds the lock: then the method runs under that, and does not release it.
 *
 * <p>It throws {@link io.heldby.lock.LockedException} when somebody else holds the lock, and then the method does not run.
 * Owner is whoever is signed in, in the editing session of {@link io.heldby.lock.Edits}.
 *
 * <p>A parameter of type {@link io.heldby.lock.Lease} or {@link io.heldby.lock.EditHandle}, or a {@code List} of either
 * for several ids, is filled where the caller passes null; in a handler method always. A save that Heldby's mappers do not
 * write shows it to {@link io.heldby.lock.Guard#verify}: holding a lock proves nothing, the guard decides.
 *
 * <p>As with all of Spring's proxies, a call within the same object does not go through it. Methods that cannot be
 * overridden, and those that return before their work is done, stop the start of the application.
 *
 * @see <a href="https://martinfowler.com/eaaCatalog/implicitLock.html">Fowler, Implicit Lock</a>
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Locked {

    /** The type in the lock key, such as {@code patient}. */
    String type();

    /**
     * A SpEL expression over the method's parameters by name that gives the id in the lock key: a string, number, UUID or
     * other simple value. A collection or array of them locks all or none; an empty one locks nothing. Of a member of an
     * aggregate, the root is locked.
     */
    String id();

    /** What the next person reads, such as {@code editing}; at most 200 chars. */
    String reason() default "";

    LockMode mode() default LockMode.EXCLUSIVE;

    LockedUntil until() default LockedUntil.AFTER_CALL;
}
