package io.heldby.hibernate;

import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.EntityVersionMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.mutation.EntityTableMapping;
import org.jspecify.annotations.Nullable;

/** The tables whose rows have a version, as Hibernate maps them. Threads may share it. */
final class VersionedTables {

    private final List<VersionedTable> tables;
    private final Set<String> handwritten;

    /** @param handwritten SQL by which entities are written instead of Hibernate's own */
    VersionedTables(Collection<VersionedTable> tables, Set<String> handwritten) {
        this.tables = List.copyOf(tables);
        this.handwritten = Set.copyOf(handwritten);
    }

    static VersionedTables of(SessionFactoryImplementor factory) {
        Set<VersionedTable> tables = new LinkedHashSet<>();
        Set<String> handwritten = new HashSet<>();
        factory.getMappingMetamodel().forEachEntityDescriptor(entity -> {
            EntityVersionMapping version = versionOf(entity);
            if (version == null) {
                return;
            }
            String containing = version.getContainingTableExpression();
            Class<?> type = version.getJavaType().getJavaTypeClass();
            boolean temporal = Temporal.class.isAssignableFrom(type) || Date.class.isAssignableFrom(type);
            for (EntityTableMapping table : entity.getTableMappings()) {
                if (!table.isInverse() && !isSelect(table.getTableName())) {
                    TableName name = TableName.of(table.getTableName());
                    tables.add(new VersionedTable(
                            name,
                            isSelect(containing) ? name : TableName.of(containing),
                            TableName.plain(version.getSelectionExpression()),
                            temporal));
                    addIfPresent(handwritten, table.getUpdateCustomSql());
                    addIfPresent(handwritten, table.getDeleteCustomSql());
                }
            }
        });
        return new VersionedTables(tables, handwritten);
    }

    private static @Nullable EntityVersionMapping versionOf(EntityPersister entity) {
        EntityVersionMapping version = entity.getVersionMapping();
        boolean checked = version != null
                && entity.optimisticLockStyle().isVersion()
                && !saysOtherwise(entity.getJavaType().getJavaTypeClass());
        return checked ? version : null;
    }

    /** A class above a table per class is read as the union of all tables, each of which has a version. */
    private static boolean isSelect(String expression) {
        return expression.startsWith("(");
    }

    /** Hibernate compares the version all the same, and does not tell in its metamodel that nobody wants it to. */
    private static boolean saysOtherwise(@Nullable Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            OptimisticLocking locking = each.getDeclaredAnnotation(OptimisticLocking.class);
            if (locking != null) {
                return locking.type() != OptimisticLockType.VERSION;
            }
        }
        return false;
    }

    private static void addIfPresent(Set<String> texts, @Nullable String text) {
        if (text != null) {
            texts.add(text.strip());
        }
    }

    Optional<VersionedTable> find(TableName name) {
        return tables.stream().filter(table -> table.name().matches(name)).findFirst();
    }

    /** The tables that have the version which a root's parts share. */
    List<VersionedTable> withVersion() {
        return tables.stream().filter(VersionedTable::hasVersion).toList();
    }

    /** The first table that a statement names, wherever in it. */
    Optional<VersionedTable> namedIn(String sql) {
        String text = Objects.requireNonNull(sql).toLowerCase(Locale.ROOT);
        return tables.stream().filter(table -> table.name().standsIn(text)).findFirst();
    }

    /** Whether an entity's mapping brings this statement, so that nobody but its author has thought of the version. */
    boolean isHandwritten(String sql) {
        return handwritten.stream().anyMatch(sql::contains);
    }
}
