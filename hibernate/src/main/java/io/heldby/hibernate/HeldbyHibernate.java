package io.heldby.hibernate;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.unitofwork.OverwriteObserver;
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

    private final boolean on;
    private final @Nullable ImplicitLocks locks;
    private final @Nullable Logging logging;
    private final @Nullable Observing observing;
    private final StatementGuardMode statementGuard;
    private final Map<Class<?>, MergeRules> mergeRules;

    private HeldbyHibernate(
            boolean on,
            @Nullable ImplicitLocks locks,
            @Nullable Logging logging,
            @Nullable Observing observing,
            StatementGuardMode statementGuard,
            Map<Class<?>, MergeRules> mergeRules) {
        this.on = on;
        this.locks = locks;
        this.logging = logging;
        this.observing = observing;
        this.statementGuard = statementGuard;
        this.mergeRules = Map.copyOf(mergeRules);
    }

    /** Without locks and without a change log; statements that go around versions are logged; every field that both sides changed is asked about. */
    public static HeldbyHibernate defaults() {
        return new HeldbyHibernate(true, null, null, null, StatementGuardMode.WARN, Map.of());
    }

    /**
     * As if Heldby were not there, for an emergency: no version is expected, none is raised for members, no lock is verified,
     * nothing is logged, and no statement is looked at. {@link Versions#change} still changes the entity.
     */
    public static HeldbyHibernate off() {
        return new HeldbyHibernate(false, null, null, null, StatementGuardMode.OFF, Map.of());
    }

    /**
     * Verifies in every transaction that writes an entity, on its own connection and before its first statement, that the writer
     * holds the entity's lock. Entities are locked whose class says {@link io.heldby.lock.OfflineLocked} or whose type has a
     * policy or a root of its own; a member that leads there by {@link VersionRoot} is written under the lock of its root. A record
     * that is new needs no lock.
     *
     * @param guard of the database that keeps both the locks and the entities
     * @param policies the guard's; asked for when something is written, because they may be made by what needs the session
     *     factory
     * @param writer in whose name, and in which editing session, a key is written now
     * @param tenant whose data is worked on now; empty where an application has no tenants
     */
    public HeldbyHibernate locks(
            Guard guard, Supplier<LockPolicies> policies, Function<LockKey, Owner> writer, Supplier<String> tenant) {
        return new HeldbyHibernate(
                on, new ImplicitLocks(guard, policies, writer, tenant), logging, observing, statementGuard, mergeRules);
    }

    /**
     * Logs what entities become whose class says {@link ChangeLogged}, and tells those who have them open that they were saved;
     * told is also of entities that are locked. Conflicts look up who changed which field.
     *
     * @param log in the database of the entities; asked for when something is written
     * @param events in the same one; asked for likewise
     * @param by who writes now, as people know them; 1 to 255 chars
     */
    public HeldbyHibernate changeLog(Supplier<ChangeLog> log, Supplier<SavedEvents> events, Supplier<String> by) {
        return new HeldbyHibernate(on, locks, new Logging(log, events, by), observing, statementGuard, mergeRules);
    }

    /**
     * Finds out whose work is lost, in an application whose screens do not send versions yet: it remembers in which state each
     * session was shown an entity, and reports a save or deletion of that session that replaces what somebody else has changed
     * since. Entities need no version for that. Nothing is refused.
     *
     * <p>Each session factory remembers up to 10,000 entities as they were shown, in memory. What is read without entities (native
     * SQL, DTOs) was not shown, and of two tabs of one session the later counts.
     *
     * @param viewer who works in this thread, and whether they look or save; null when nobody does who sees anything, such as a
     *     job
     */
    public HeldbyHibernate observe(OverwriteObserver observer, Supplier<@Nullable Viewer> viewer) {
        return new HeldbyHibernate(on, locks, logging, new Observing(observer, viewer), statementGuard, mergeRules);
    }

    /** What becomes of bulk and native statements that go around the version of an entity. */
    public HeldbyHibernate statementGuard(StatementGuardMode mode) {
        return new HeldbyHibernate(on, locks, logging, observing, mode, mergeRules);
    }

    /** How two versions of an entity are merged in a conflict; for subclasses, too, that have no rules of their own. */
    public HeldbyHibernate mergeRules(Class<?> entity, MergeRules rules) {
        Map<Class<?>, MergeRules> more = new HashMap<>(mergeRules);
        more.put(entity, rules);
        return new HeldbyHibernate(on, locks, logging, observing, statementGuard, more);
    }

    /**
     * The one in the settings of Hibernate, or the defaults.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static HeldbyHibernate in(Map<String, Object> settings) {
        Object setting = settings.get(SETTING);
        if (setting != null && !(setting instanceof HeldbyHibernate)) {
            throw new IllegalArgumentException(
                    "%s must be an object of the class HeldbyHibernate, but is %s; give it in code, where the properties of the persistence unit are set"
                            .formatted(SETTING, setting));
        }
        return setting == null ? defaults() : (HeldbyHibernate) setting;
    }

    boolean isOn() {
        return on;
    }

    StatementGuardMode statementGuard() {
        return statementGuard;
    }

    @Nullable
    Observing observing() {
        return observing;
    }

    @Nullable
    ImplicitLocks locks() {
        return locks;
    }

    @Nullable
    Logging logging() {
        return logging;
    }

    /** To look up who changed what. */
    @Nullable
    ChangeLog changeLog() {
        return logging == null ? null : logging.log().get();
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
