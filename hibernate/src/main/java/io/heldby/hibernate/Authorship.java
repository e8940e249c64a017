package io.heldby.hibernate;

import java.lang.annotation.Annotation;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Set;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Which properties of an entity say who saved it last, and when: those that Spring Data's or Hibernate's annotations mark, or
 * else those that are named so.
 *
 * @param by its index; -1 when there is none
 * @param at its index; -1 when there is none
 */
record Authorship(int by, int at) {

    private static final int NONE = -1;

    /** By their names, because Spring Data is not there in every application. */
    private static final Set<String> BY_ANNOTATIONS = Set.of("LastModifiedBy");

    private static final Set<String> AT_ANNOTATIONS = Set.of("LastModifiedDate", "UpdateTimestamp");

    static Authorship of(EntityPersister persister) {
        return new Authorship(
                find(persister, BY_ANNOTATIONS, "modifiedBy"), find(persister, AT_ANNOTATIONS, "modifiedAt"));
    }

    private static int find(EntityPersister persister, Set<String> annotations, String name) {
        String[] properties = persister.getPropertyNames();
        int named = NONE;
        for (int i = 0; i < properties.length; i++) {
            for (Annotation annotation : Mapped.annotations(persister.getMappedClass(), properties[i])) {
                if (annotations.contains(annotation.annotationType().getSimpleName())) {
                    return i;
                }
            }
            if (properties[i].equals(name)) {
                named = i;
            }
        }
        return named;
    }

    /** Null when nobody says. */
    @Nullable
    String by(@Nullable Object[] state) {
        Object who = by == NONE ? null : state[by];
        return who == null ? null : who.toString();
    }

    /** Null when nobody says, or says it in a way that is not a time. */
    @Nullable
    Instant at(@Nullable Object[] state) {
        Object when = at == NONE ? null : state[at];
        if (when instanceof Instant instant) {
            return instant;
        }
        if (when instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (when instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        if (when instanceof Date date) {
            return date.toInstant();
        }
        // Written by this application's clock, so it is of this application's zone.
        return when instanceof LocalDateTime local
                ? local.atZone(ZoneId.systemDefault()).toInstant()
                : null;
    }
}
