package io.heldby.hibernate;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.Comparison;
import io.heldby.merge.MergedField;
import io.heldby.version.ChangeRecord;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.ConflictField;
import io.heldby.version.FieldChange;
import io.heldby.version.RetryableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.CacheMode;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what has become of entities that a transaction could not write: in a session of its own, and never from a cache.
 *
 * @param tenant of the session that failed; null where there are none
 * @param suspects those that may have changed
 * @param givenUp the error by which the database gave up; null when versions did not match
 */
record ExplainedAttempts(
        Protection protection,
        @Nullable Object tenant,
        List<Attempt> suspects,
        @Nullable RuntimeException givenUp) implements ConflictException.Explainer {

    @Override
    public List<Conflict> explain(Connection connection, List<Conflict> unexplained) throws SQLException {
        List<Conflict> conflicts = new ArrayList<>();
        try (Session session = protection
                .factory()
                .withOptions()
                .connection(connection)
                .tenantIdentifier(tenant)
                .flushMode(FlushMode.MANUAL)
                .initialCacheMode(CacheMode.IGNORE)
                .readOnly(true)
                .openSession()) {
            for (Attempt suspect : suspects) {
                Conflict conflict = explained(connection, (SessionImplementor) session, suspect);
                if (conflict != null) {
                    conflicts.add(conflict);
                }
            }
        }
        if (conflicts.isEmpty()) {
            throw unchanged();
        }
        return conflicts;
    }

    private @Nullable Conflict explained(Connection connection, SessionImplementor session, Attempt suspect)
            throws SQLException {
        EntityModel model = suspect.model();
        Object current = session.find(model.persister().getMappedClass(), suspect.id());
        if (current == null) {
            return comparison(suspect).deleted(connection, suspect.unexplained());
        }
        EntityEntry entry = session.getPersistenceContextInternal().getEntry(current);
        long version = model.number(entry.getVersion());
        if (version == suspect.expected()) {
            return null;
        }
        Optional<ChangeRecord> save = savedBy(connection, suspect, version);
        @Nullable Object[] state = model.persister().getValues(current);
        String by = save.map(ChangeRecord::by).orElse(model.authorship().by(state));
        Instant at = save.map(ChangeRecord::at).orElse(model.authorship().at(state));
        Conflict modified = suspect.unexplained().modified(version, by, at);
        Map<String, @Nullable Object> theirs = EntityFields.of(model, state);
        Conflict compared = comparison(suspect).with(connection, modified, theirs, model.mergeRules());
        return withMembers(connection, compared, suspect);
    }

    /**
     * Also what others have changed in its members, as the log knows it. Whether whoever comes second has changed the same is not
     * known here, so it is a question.
     */
    private Conflict withMembers(Connection connection, Conflict conflict, Attempt suspect) throws SQLException {
        ChangeLog log = protection.settings().changeLog();
        if (log == null) {
            return conflict;
        }
        Map<String, ConflictField> ofMembers = new LinkedHashMap<>();
        for (ChangeRecord save :
                log.since(connection, suspect.model().type(), suspect.id().toString(), suspect.expected())) {
            for (FieldChange change : save.fields()) {
                if (LoggedWrites.isOfMember(change.field())) {
                    ConflictField before = ofMembers.get(change.field());
                    Object was =
                            before == null ? change.before() : before.values().base();
                    MergedField values =
                            new MergedField(change.field(), was, was, change.after(), null, MergedField.Outcome.OPEN);
                    ofMembers.put(change.field(), new ConflictField(values, save.by(), save.at()));
                }
            }
        }
        ofMembers
                .values()
                .removeIf(field -> field.values().base() != null
                        && FieldChange.same(
                                field.values().base(), field.values().theirs())); // Changed back.
        List<ConflictField> all = new ArrayList<>(conflict.fields());
        all.addAll(ofMembers.values());
        return conflict.with(conflict.baseKnown(), all);
    }

    private Optional<ChangeRecord> savedBy(Connection connection, Attempt suspect, long version) throws SQLException {
        ChangeLog log = protection.settings().changeLog();
        return log == null
                ? Optional.empty()
                : log.find(connection, suspect.model().type(), suspect.id().toString(), version);
    }

    private Comparison comparison(Attempt suspect) {
        return new Comparison(
                suspect.model().type(),
                suspect.id().toString(),
                protection.settings().changeLog(),
                suspect.expected(),
                suspect.base(),
                suspect.mine());
    }

    private RuntimeException unchanged() {
        String names = suspects.stream()
                .limit(5)
                .map(suspect ->
                        "%s %s (version %d)".formatted(suspect.model().type(), suspect.id(), suspect.expected()))
                .collect(Collectors.joining(", "));
        return givenUp == null
                ? new IllegalStateException(
                        "no row of %s was written, although it has the expected version: a trigger or a row-level security rule kept it from being written, or it was deleted and created again with the same version. Nothing was written"
                                .formatted(names))
                : new RetryableException(
                        "the database gave the transaction up because of others, but nothing has changed that it writes: %s. Repeat the whole, loading included"
                                .formatted(names),
                        givenUp);
    }
}
