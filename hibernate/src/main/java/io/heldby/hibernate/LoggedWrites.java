package io.heldby.hibernate;

import io.heldby.jdbc.changelog.Change;
import io.heldby.jdbc.changelog.Saved;
import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.FieldChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has written, until it is logged at the end of the flush: then the versions of all roots are known, and what
 * the members of an aggregate have changed can be logged with its root.
 */
final class LoggedWrites {

    private final Logging logging;
    private final SharedSessionContractImplementor session;
    private final List<Made> made = new ArrayList<>();
    private final Map<EntityKey, List<FieldChange>> ofMembers = new LinkedHashMap<>();

    LoggedWrites(Logging logging, SharedSessionContractImplementor session) {
        this.logging = logging;
        this.session = session;
    }

    /**
     * A version that was made.
     *
     * @param basedOn the version before; null when there was no record
     */
    record Made(
            EntityModel model,
            EntityKey key,
            Action action,
            long version,
            @Nullable Long basedOn,
            List<FieldChange> fields) {

        private Made with(List<FieldChange> more) {
            List<FieldChange> all = new ArrayList<>(fields);
            all.addAll(more);
            return new Made(model, key, action, version, basedOn, all);
        }

        private Change change(String by) {
            return new Change(model.type(), key.getIdentifier().toString(), version, action, basedOn, by, null, fields);
        }

        private Saved saved(String by) {
            return Saved.of(model.type(), key.getIdentifier().toString(), version, null, by);
        }
    }

    void add(Made write) {
        made.add(write);
    }

    void ofMember(EntityKey root, EntityModel member, Object id, List<FieldChange> changes) {
        String prefix = "%s[%s].".formatted(member.type(), id);
        for (FieldChange change : changes) {
            ofMembers
                    .computeIfAbsent(root, unknown -> new ArrayList<>())
                    .add(new FieldChange(prefix + change.field(), change.before(), change.after(), change.masked()));
        }
    }

    /** Whether a field is named as above; the entity's own have no brackets. */
    static boolean isOfMember(String field) {
        return field.indexOf('[') >= 0;
    }

    /** Writes all that there is. */
    void write() throws SQLException {
        if (made.isEmpty()) {
            return;
        }
        ofMembers.forEach(this::addToLast);
        ofMembers.clear();
        String by = logging.by().get();
        Connection connection =
                session.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection();
        logging.log()
                .get()
                .write(
                        connection,
                        made.stream()
                                .filter(write -> write.model().isLogged())
                                .map(write -> write.change(by))
                                .toList());
        logging.events()
                .get()
                .append(connection, made.stream().map(write -> write.saved(by)).toList());
        made.clear();
    }

    private void addToLast(EntityKey root, List<FieldChange> changes) {
        for (int i = made.size() - 1; i >= 0; i--) {
            if (made.get(i).key().equals(root)) {
                made.set(i, made.get(i).with(changes));
                return;
            }
        }
    }
}
