package io.heldby.hibernate;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;

/** Brings Heldby into every session factory of the class path; found by Hibernate as a service. */
public final class HeldbyIntegrator implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        HeldbyHibernate settings = HeldbyHibernate.in(factory.getProperties());
        if (settings.isOn()) {
            new Protection(factory, settings).install();
        }
    }
}
