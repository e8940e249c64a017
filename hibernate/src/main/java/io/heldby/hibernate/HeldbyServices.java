package io.heldby.hibernate;

import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.boot.registry.selector.spi.StrategySelector;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.hibernate.service.spi.ServiceContributor;
import org.jspecify.annotations.Nullable;

/** What must be there before the session factory is made: the statement guard. Found by Hibernate as a service. */
public final class HeldbyServices implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        HeldbyHibernate settings = HeldbyHibernate.in(builder.getSettings());
        if (settings.statementGuard() == StatementGuardMode.OFF) {
            return;
        }
        builder.addInitiator(new BulkStatements.Initiator());
        Object own = builder.getSettings().get(JdbcSettings.STATEMENT_INSPECTOR);
        if (!(own instanceof StatementGuard)) {
            builder.applySetting(
                    JdbcSettings.STATEMENT_INSPECTOR, new StatementGuard(settings.statementGuard(), inspector(own)));
        }
    }

    /** As Hibernate takes it: an object, a class, or the name of one. */
    private static @Nullable StatementInspector inspector(@Nullable Object own) {
        return own == null
                ? null
                : new BootstrapServiceRegistryBuilder()
                        .build()
                        .requireService(StrategySelector.class)
                        .resolveStrategy(StatementInspector.class, own);
    }
}
