package io.heldby.hibernate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What each write of this entity changes is written to the change log, in the transaction that writes: so that a conflict can
 * say who changed which field when, and what it was before. What its members change ({@link VersionRoot}) is logged with it, under
 * names such as {@code orderLine[11].quantity}.
 *
 * <p>It needs a {@code @Version} that is a whole number, and a change log in {@link HeldbyHibernate}. Statements that go around the session are not logged;
 * where the log has a gap, nothing is made up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ChangeLogged {

    /**
     * Fields whose values are nobody's business: that they changed is logged, but not what they were and are. Those of embedded
     * objects by their path, such as {@code account.iban}.
     */
    String[] masked() default {};
}
