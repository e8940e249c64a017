package io.heldby.hibernate;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.lock.Guard;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.Owner;
import io.heldby.merge.MergeRules;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Heldby does in a session factory. The jar on the class path is enough for {@link Versions}, {@link VersionRoot} and
 * conflicts that name versions; whatever needs to know more is given to Hibernate as the setting {@link #SETTING}:
 *
 * <pre>{@code
 * configuration.property(HeldbyHibernate.SETTING, HeldbyHibernate.defaults().changeLog(changeLog));
 * }</pre>
 *
 * <p>Immutable.
 */
public final class HeldbyHibernate {

    /** The name of the setting; its value is an object of this class. */
    public static final String SETTING = "io.heldby.hibernate";

    private final @Nullable ImplicitLocks locks;
    private final @Nullable ChangeLog changeLog;
    private final Map<Class<?>, MergeRules> mergeRules;

    private HeldbyHibernate(
            @Nullable ImplicitLocks locks, @Nullable ChangeLog changeLog, Map<Class<?>, MergeRules> mergeRules) {
        this.locks = locks;
        this.changeLog = changeLog;
        this.mergeRules = Map.copyOf(mergeRules);
    }

    /** Without locks and without a change log; every field that both sides changed is asked about. */
    public static HeldbyHibernate defaults() {
        return new HeldbyHibernate(null, null, Map.of());
    }

    /**
     * Verifies in every transaction that writes an entity, on its own connection and before its first statement, that the writer
     * holds the entity's lock. Entities are locked whose class says {@link io.heldby.lock.OfflineLocked} or whose type has a
     * policy or a root of its own; a member that leads there by {@link VersionRoot} is written under the lock of its root. A record
     * that is new needs no lock.
     *
     * @param guard of the database that keeps both the locks and the entities
     * @param policies the guard's
     * @param writer in whose name, and in which editing session, a key is written now
     * @param tenant whose data is worked on now; empty where an application has no tenants
     */
    public HeldbyHibernate locks(
            Guard guard, LockPolicies policies, Function<LockKey, Owner> writer, Supplier<String> tenant) {
        return new HeldbyHibernate(new ImplicitLocks(guard, policies, writer, tenant), changeLog, mergeRules);
    }

    /** Where to look for who changed which field. */
    public HeldbyHibernate changeLog(ChangeLog log) {
        return new HeldbyHibernate(locks, log, mergeRules);
    }

    /** How two versions of an entity are merged in a conflict; for subclasses, too, that have no rules of their own. */
    public HeldbyHibernate mergeRules(Class<?> entity, MergeRules rules) {
        Map<Class<?>, MergeRules> more = new HashMap<>(mergeRules);
        more.put(entity, rules);
        return new HeldbyHibernate(locks, changeLog, more);
    }

    @Nullable
    ImplicitLocks locks() {
        return locks;
    }

    @Nullable
    ChangeLog changeLog() {
        return changeLog;
    }

    MergeRules mergeRulesOf(Class<?> entity) {
        for (Class<?> type = entity; type != null; type = type.getSuperclass()) {
            MergeRules rules = mergeRules.get(type);
            if (rules != null) {
                return rules;
            }
        }
        return MergeRules.ask();
    }
}
