package io.heldby.hibernate;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Hibernate;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an entity as values that can be compared, logged and shown: those of embedded objects by their path, such as
 * {@code address.city}, an associated entity as its id, an enum as its name. Without the version, who saved it and
 * when, without collections, and without what was not loaded.
 */
final class EntityFields {

    private EntityFields() {}

    static Map<String, @Nullable Object> of(EntityModel model, @Nullable Object[] state) {
        EntityPersister persister = model.persister();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        String[] names = persister.getPropertyNames();
        Type[] types = persister.getPropertyTypes();
        for (int i : model.fields()) {
            put(fields, names[i], types[i], state[i], persister);
        }
        return fields;
    }

    /** The names of all that {@link #of} may give. */
    static List<String> names(EntityModel model) {
        List<String> names = new ArrayList<>();
        for (int i : model.fields()) {
            addNames(
                    names,
                    model.persister().getPropertyNames()[i],
                    model.persister().getPropertyTypes()[i]);
        }
        return names;
    }

    private static void addNames(List<String> names, String name, Type type) {
        if (type instanceof CompositeType composite) {
            for (int i = 0; i < composite.getPropertyNames().length; i++) {
                addNames(
                        names,
                        name + "." + composite.getPropertyNames()[i],
                        composite.getSubtypes()[i]);
            }
        } else if (!type.isCollectionType()) {
            names.add(name);
        }
    }

    private static void put(
            Map<String, @Nullable Object> fields,
            String name,
            Type type,
            @Nullable Object value,
            EntityPersister persister) {
        if (type.isCollectionType() || value == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
            return;
        }
        if (type instanceof CompositeType composite) {
            @Nullable Object[] parts = value == null ? null : composite.getPropertyValues(value);
            String[] names = composite.getPropertyNames();
            for (int i = 0; i < names.length; i++) {
                put(
                        fields,
                        name + "." + names[i],
                        composite.getSubtypes()[i],
                        parts == null ? null : parts[i],
                        persister);
            }
            return;
        }
        fields.put(name, type.isEntityType() && value != null ? idOf(value, persister.getFactory()) : plain(value));
    }

    /** Does not load what a proxy stands for. */
    static @Nullable Object idOf(Object entity, SessionFactoryImplementor factory) {
        if (entity instanceof HibernateProxy proxy) {
            return proxy.getHibernateLazyInitializer().getInternalIdentifier();
        }
        return factory.getMappingMetamodel()
                .getEntityDescriptor(Hibernate.getClass(entity))
                .getIdentifier(entity);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value != null && value.getClass() == Date.class) {
            // As a date with its time is loaded; a Timestamp never equals a Date.
            return Timestamp.from(((Date) value).toInstant());
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }
}
