package io.heldby.hibernate;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;

/** Brings Heldby into every session factory of the class path; found by Hibernate as a service. */
public final class HeldbyIntegrator implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        Object setting = factory.getProperties().get(HeldbyHibernate.SETTING);
        if (setting != null && !(setting instanceof HeldbyHibernate)) {
            throw new IllegalArgumentException(
                    "%s must be an object of the class HeldbyHibernate, but is %s; give it in code, where the properties of the persistence unit are set"
                            .formatted(HeldbyHibernate.SETTING, setting));
        }
        new Protection(factory, setting == null ? HeldbyHibernate.defaults() : (HeldbyHibernate) setting).install();
    }
}
