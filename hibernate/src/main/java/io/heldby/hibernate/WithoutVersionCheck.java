package io.heldby.hibernate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets SQL and bulk statements of this method, or of all methods of this class, write without the version of what they
 * write, because somebody has thought about it: a migration, or a column that no person edits.
 *
 * <p>Whatever the method calls may do so too, on the same thread. It may stand on the method of an interface that a
 * proxy implements, such as a repository.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface WithoutVersionCheck {

    /** Why nobody's work can be overwritten, for whoever reads the code next. Without it nothing is let through. */
    String reason();
}
