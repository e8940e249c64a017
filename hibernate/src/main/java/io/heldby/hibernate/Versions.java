package io.heldby.hibernate;

import io.heldby.version.ConflictException;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.function.Consumer;
import org.hibernate.engine.spi.SessionImplementor;

/**
 * The version that somebody has seen, against the one that is stored. JPA ignores a version that is set on a managed entity:
 * the usual "load, copy the form into it, commit" compares the version with itself and overwrites whatever was saved between
 * showing the form and loading again. Here it is compared:
 *
 * <pre>{@code
 * Customer customer = entities.find(Customer.class, id);
 * versions.change(customer, form.version(), found -> found.setPhone(form.phone()));
 * }</pre>
 *
 * <p>The comparison is made at once, and again when the entity is written or deleted, whatever was refreshed or loaded in
 * between; an entity that is not written at all is compared right before the commit. After a conflict the transaction cannot be
 * committed any more, even when the caller goes on.
 *
 * <p>As safe for use by many threads as the {@code EntityManager}: one that Spring injects is.
 */
public final class Versions {

    private final EntityManager entities;

    /** Versions of the entities of this {@code EntityManager}, in whose transactions they are compared. */
    public Versions(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Says which version a managed entity must have.
     *
     * @param clientVersion as the client has read it
     * @throws ConflictException when it has another one. It names no field, because what was to be saved is not known yet:
     *     {@link #change} tells more
     * @throws IllegalArgumentException when the entity is not managed here, or has no {@code @Version} that is a whole number
     * @throws IllegalStateException outside a transaction
     */
    public void expect(Object entity, long clientVersion) {
        current().ifPresent(work -> work.expect(entity, clientVersion));
    }

    /**
     * As {@link #expect(Object, long)} of an entity that may not be loaded yet, such as one that {@code deleteById} will load: it is
     * loaded for that. One that is gone is a conflict.
     *
     * @throws IllegalArgumentException when the class is no entity with such a version
     */
    public void expect(Class<?> type, Object id, long clientVersion) {
        current().ifPresent(work -> {
            work.requireVersioned(type);
            work.expect(type, id, clientVersion, entities.find(type, id));
        });
    }

    /**
     * Changes a managed entity, if it has the version that the client has read.
     *
     * @param changes copies what the client has sent into the entity. It also runs when the version is another one, so that the
     *     conflict can say what was to be saved, what is stored, and how the two could be merged; the entity is not written then
     * @throws ConflictException when it has another version
     */
    public <E> void change(E entity, long clientVersion, Consumer<? super E> changes) {
        current().ifPresentOrElse(work -> work.change(entity, clientVersion, changes), () -> changes.accept(entity));
    }

    /** Empty where Heldby is {@linkplain HeldbyHibernate#off off}. */
    private Optional<TransactionWork> current() {
        SessionImplementor session = entities.unwrap(SessionImplementor.class);
        Protection protection = Protection.of(session.getFactory());
        return protection.settings().isOn() ? Optional.of(protection.workOf(session)) : Optional.empty();
    }
}
