package io.heldby.spring;

import io.heldby.hibernate.StatementGuardMode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be configured where entities are stored by Hibernate.
 *
 * @param enabled Whether Heldby does anything in Hibernate; false is the switch for an emergency. Default true.
 * @param observe Whether saves that overwrite what whoever saved had not seen are found and reported, although nothing is
 *     refused: for an application whose screens do not send versions yet. Default false, because it remembers in memory what each
 *     session was shown.
 * @param statementGuard Whether bulk and native statements that go around the version of an entity are refused (fail), logged
 *     (warn, the default), or not looked at (off).
 */
@ConfigurationProperties("heldby.hibernate")
public record HeldbyHibernateProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("false") boolean observe,
        @DefaultValue("warn") StatementGuardMode statementGuard) {}
