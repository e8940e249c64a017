package io.heldby.hibernate;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.merge.MergeRules;
import java.util.HashMap;
import java.util.Map;
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

    private final @Nullable ChangeLog changeLog;
    private final Map<Class<?>, MergeRules> mergeRules;

    private HeldbyHibernate(@Nullable ChangeLog changeLog, Map<Class<?>, MergeRules> mergeRules) {
        this.changeLog = changeLog;
        this.mergeRules = Map.copyOf(mergeRules);
    }

    /** Without a change log; every field that both sides changed is asked about. */
    public static HeldbyHibernate defaults() {
        return new HeldbyHibernate(null, Map.of());
    }

    /** Where to look for who changed which field. */
    public HeldbyHibernate changeLog(ChangeLog log) {
        return new HeldbyHibernate(log, mergeRules);
    }

    /** How two versions of an entity are merged in a conflict; for subclasses, too, that have no rules of their own. */
    public HeldbyHibernate mergeRules(Class<?> entity, MergeRules rules) {
        Map<Class<?>, MergeRules> more = new HashMap<>(mergeRules);
        more.put(entity, rules);
        return new HeldbyHibernate(changeLog, more);
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
