package io.heldby.hibernate;

import io.heldby.lock.OfflineLocked;
import io.heldby.merge.MergeRules;
import io.heldby.version.FieldChange;
import jakarta.persistence.Entity;
import java.beans.Introspector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** What Heldby has to know of one entity class. */
final class EntityModel {

    private static final int NONE = -1;

    private final EntityPersister persister;
    private final String type;
    private final boolean versioned;
    private final int root;
    private final @Nullable ImplicitLocks locks;
    /** Found out when it is asked for; whoever finds out finds the same. */
    private @Nullable Boolean locked;

    private final @Nullable ChangeLogged logged;
    private final MergeRules mergeRules;
    private final Authorship authorship;
    private final int[] fields;

    EntityModel(EntityPersister persister, HeldbyHibernate settings) {
        this.persister = persister;
        Class<?> mapped = persister.getMappedClass();
        this.type = typeOf(mapped);
        this.versioned = isWhole(persister);
        this.root = rootOf(mapped, persister);
        this.locks = settings.locks();
        this.logged = Mapped.annotation(mapped, ChangeLogged.class);
        this.authorship = Authorship.of(persister);
        this.fields = fieldsOf(mapped, persister, authorship);
        this.mergeRules = settings.mergeRulesOf(mapped);
    }

    /** The type of its lock keys, and what conflicts and the change log call it: {@code customer} for {@code Customer}. */
    private static String typeOf(Class<?> mapped) {
        OfflineLocked locked = Mapped.annotation(mapped, OfflineLocked.class);
        if (locked != null) {
            return locked.type();
        }
        Entity entity = mapped.getAnnotation(Entity.class);
        String name = entity == null || entity.name().isEmpty() ? mapped.getSimpleName() : entity.name();
        return Introspector.decapitalize(name);
    }

    /** In the order of the class, because that is how people know them; Hibernate has them by the alphabet. */
    private static int[] fieldsOf(Class<?> mapped, EntityPersister persister, Authorship authorship) {
        List<String> declared = Mapped.fields(mapped);
        String[] names = persister.getPropertyNames();
        return IntStream.range(0, names.length)
                .filter(i -> i != persister.getVersionPropertyIndex() && i != authorship.by() && i != authorship.at())
                .boxed()
                .sorted(Comparator.comparingInt(i -> {
                    int place = declared.indexOf(names[i]);
                    return place < 0 ? Integer.MAX_VALUE : place;
                }))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int rootOf(Class<?> mapped, EntityPersister persister) {
        String[] properties = persister.getPropertyNames();
        List<String> annotated = new ArrayList<>();
        int found = NONE;
        for (int i = 0; i < properties.length; i++) {
            if (Mapped.annotations(mapped, properties[i]).stream().anyMatch(VersionRoot.class::isInstance)) {
                annotated.add(properties[i]);
                found = i;
            }
        }
        if (annotated.size() > 1) {
            throw new IllegalArgumentException(
                    "%s has @VersionRoot on %s; an entity belongs to one aggregate, so leave one of them"
                            .formatted(mapped.getName(), annotated));
        }
        return found;
    }

    /** @throws IllegalArgumentException when what its annotations say cannot be done */
    void check(Protection protection) {
        checkLog(protection);
        if (root == NONE) {
            return;
        }
        Type association = persister.getPropertyTypes()[root];
        if (!association.isEntityType()) {
            throw new IllegalArgumentException(
                    "@VersionRoot on %s.%s must be on an association to one entity, but it is a %s"
                            .formatted(
                                    persister.getEntityName(),
                                    persister.getPropertyNames()[root],
                                    association.getName()));
        }
        EntityModel next = protection.modelOf(rootClass());
        if (!next.hasRoot() && !next.hasVersion()) {
            throw new IllegalArgumentException(
                    "@VersionRoot on %s.%s leads to %s, which has no @Version that could be raised: give it one, or remove the annotation"
                            .formatted(
                                    persister.getEntityName(),
                                    persister.getPropertyNames()[root],
                                    next.persister.getEntityName()));
        }
    }

    private void checkLog(Protection protection) {
        if (logged == null) {
            return;
        }
        if (!hasVersion()) {
            throw new IllegalArgumentException(
                    "%s is @ChangeLogged, but has no @Version that is a whole number; changes are logged by version, so give it one"
                            .formatted(persister.getEntityName()));
        }
        if (protection.settings().logging() == null) {
            throw new IllegalArgumentException(
                    "%s is @ChangeLogged, but there is no change log: give one to HeldbyHibernate.changeLog"
                            .formatted(persister.getEntityName()));
        }
        List<String> fields = EntityFields.names(this);
        for (String masked : logged.masked()) {
            if (!fields.contains(masked)) {
                throw new IllegalArgumentException("%s has no field %s to be masked; it has %s"
                        .formatted(persister.getEntityName(), masked, fields));
            }
        }
    }

    /** What a write has changed; the values of masked fields are left out. */
    List<FieldChange> changes(@Nullable Object @Nullable [] before, @Nullable Object @Nullable [] after) {
        List<String> masked = logged == null ? List.of() : List.of(logged.masked());
        return FieldChange.between(
                before == null ? null : EntityFields.of(this, before),
                after == null ? null : EntityFields.of(this, after),
                masked::contains);
    }

    int versionIndex() {
        return persister.getVersionPropertyIndex();
    }

    boolean isLogged() {
        return logged != null;
    }

    /** Indexes of the properties that are fields of a conflict and of the log: not the version, nor who saved it and when. */
    int[] fields() {
        return fields;
    }

    EntityPersister persister() {
        return persister;
    }

    String type() {
        return type;
    }

    MergeRules mergeRules() {
        return mergeRules;
    }

    /** Whether there is anything to do when it is written. */
    boolean isGuarded() {
        return root != NONE || hasVersion() || isLocked();
    }

    /** Whether a lock covers it by itself, not only by its root. */
    boolean isLocked() {
        Boolean known = locked;
        if (known == null) {
            known = locks != null && locks.cover(persister.getMappedClass(), type);
            locked = known;
        }
        return known;
    }

    boolean hasRoot() {
        return root != NONE;
    }

    /** The root, or what leads there, in the state of a member. */
    @Nullable
    Object rootIn(@Nullable Object[] state) {
        return state[root];
    }

    /** What {@link VersionRoot} leads to; only of a member. */
    Class<?> rootClass() {
        return persister.getPropertyTypes()[root].getReturnedClass();
    }

    /** Whether it has a version that is a whole number. */
    boolean hasVersion() {
        return versioned;
    }

    private static boolean isWhole(EntityPersister persister) {
        return persister.isVersioned()
                && Number.class.isAssignableFrom(box(persister.getVersionType().getReturnedClass()));
    }

    private static Class<?> box(Class<?> type) {
        return type == long.class || type == int.class || type == short.class ? Number.class : type;
    }

    /** @throws IllegalArgumentException when it has none */
    void requireVersion() {
        if (!hasVersion()) {
            throw new IllegalArgumentException(
                    "%s has no @Version that is a whole number, so there is nothing to compare; add a column and a field such as @Version long version"
                            .formatted(persister.getEntityName()));
        }
    }

    /**
     * Its version as a number.
     *
     * @throws IllegalArgumentException when it has none that is one
     */
    long number(@Nullable Object version) {
        requireVersion();
        if (!(version instanceof Number number)) {
            throw new IllegalArgumentException("the version of %s is %s; the column must not be null, so fill it with 0"
                    .formatted(persister.getEntityName(), version));
        }
        return number.longValue();
    }

    Authorship authorship() {
        return authorship;
    }
}
