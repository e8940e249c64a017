package io.heldby.hibernate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The association from a member of an aggregate to its root, or to a member that leads there: whoever inserts, changes or
 * deletes the member raises the version of the root, once per transaction. So of two who change different members of one
 * aggregate, the second meets a conflict.
 *
 * <pre>{@code
 * @Entity
 * class OrderLine {
 *     @ManyToOne(optional = false) @VersionRoot PurchaseOrder order;
 * }
 * }</pre>
 *
 * <p>It stands on a field or getter that is a to-one association, at most one of an entity class, and the last of them leads
 * to an entity with a {@code @Version}; else the session factory does not start. A member that moves raises both roots. A root
 * that is new, deleted, or written itself in the same transaction needs no raising. The version is raised at the end of each
 * flush, so that after {@code flush()} the root shows the version that the answer names; a root that is changed itself only after
 * such a flush is raised by Hibernate again.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface VersionRoot {}
