package io.heldby.hibernate;

import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.service.spi.ServiceContributor;

/** Installs what tells the guard of bulk statements over several tables, for all factories of these tests. */
public final class BulkStatementsContributor implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        builder.addInitiator(new BulkStatements.Initiator());
    }
}
