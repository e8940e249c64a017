package io.heldby.spring;

import io.heldby.hibernate.StatementGuardMode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be configured where entities are stored by Hibernate.
 *
 * @param statementGuard Whether bulk and native statements that go around the version of an entity are refused (fail), logged
 *     (warn, the default), or not looked at (off).
 */
@ConfigurationProperties("heldby.hibernate")
public record HeldbyHibernateProperties(
        @DefaultValue("warn") StatementGuardMode statementGuard) {}
