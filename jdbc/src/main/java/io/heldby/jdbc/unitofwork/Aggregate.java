package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.changelog.Comparison;
import io.heldby.version.FieldChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record with those of its members that a unit of work knows, as one set of fields. A member's are named
 * {@code item[11].price}; where a member is not there, they are null.
 */
record Aggregate<T>(Registered<T> root, List<RegisteredMember<?>> members) {

    static <T> Aggregate<T> of(Registered<T> root, List<RegisteredMember<?>> all) {
        return new Aggregate<>(
                root,
                all.stream()
                        .filter(member -> member.root().key().equals(root.key()))
                        .toList());
    }

    /** What the unit of work wants; null when it does not say. */
    @Nullable
    Map<String, @Nullable Object> mine() {
        Map<String, @Nullable Object> values = root.values();
        if (values == null) {
            return null;
        }
        Map<String, @Nullable Object> mine = new LinkedHashMap<>(values);
        members.stream()
                .filter(member -> member.role() != Registered.Role.REMOVED)
                .forEach(member -> member.values().forEach((field, value) -> mine.put(member.named(field), value)));
        return mine;
    }

    /**
     * What it was at the expected version; null when not known.
     *
     * @param theirs all fields that there are now: where the members were read at that version, too, those among them that were
     *     not there are null, else they are not known and not in it
     */
    @Nullable
    Map<String, @Nullable Object> base(Map<String, @Nullable Object> theirs) {
        Map<String, @Nullable Object> values = root.base();
        if (values == null) {
            return null;
        }
        boolean mayBeNewer = root.isAtLoadedVersion() && !root.membersAreAsLoaded();
        if (mayBeNewer && root.mapper().table().changeLog() != null) {
            return null; // The log knows better.
        }
        Map<String, @Nullable Object> base = new LinkedHashMap<>(values);
        if (root.isAtLoadedVersion() && !mayBeNewer) {
            for (RegisteredMember<?> member : members) {
                Map<String, @Nullable Object> loaded = member.loaded();
                if (loaded != null) {
                    loaded.forEach((field, value) -> base.put(member.named(field), value));
                }
            }
            theirs.keySet().forEach(field -> base.putIfAbsent(field, null));
        }
        return base;
    }

    /** What is stored now. */
    Stored stored(Connection connection, T current) throws SQLException {
        Map<String, @Nullable Object> theirs = new LinkedHashMap<>(root.mapper().values(current));
        List<Comparison.Part> parts = new ArrayList<>();
        VersionedTable<T> table = root.mapper().table();
        parts.add(new Comparison.Part("", List.copyOf(theirs.keySet()), table.mergeRules()));
        Set<MemberMapper<?>> mappers = new LinkedHashSet<>();
        members.forEach(member -> mappers.add(member.mapper()));
        for (MemberMapper<?> mapper : mappers) {
            add(connection, mapper, theirs, parts);
        }
        return new Stored(theirs, parts);
    }

    /** @param parts by which rules which fields merge */
    record Stored(Map<String, @Nullable Object> theirs, List<Comparison.Part> parts) {}

    private <M> void add(
            Connection connection,
            MemberMapper<M> mapper,
            Map<String, @Nullable Object> theirs,
            List<Comparison.Part> parts)
            throws SQLException {
        Set<String> ids = new LinkedHashSet<>();
        for (M stored : mapper.findAll(connection, root.id())) {
            String id = mapper.idOf(stored).toString();
            ids.add(id);
            mapper.values(stored)
                    .forEach((field, value) -> theirs.put(Fields.ofMember(mapper.name(), id, field), value));
        }
        members.stream()
                .filter(member -> member.mapper() == mapper)
                .forEach(member -> ids.add(member.id().toString()));
        for (String id : ids) {
            String prefix = Fields.ofMember(mapper.name(), id, "");
            mapper.fields().forEach(field -> theirs.putIfAbsent(prefix + field, null));
            parts.add(new Comparison.Part(prefix, mapper.fields(), mapper.mergeRules()));
        }
    }

    /** What this unit of work changes of the members. */
    List<FieldChange> memberChanges() {
        List<FieldChange> changes = new ArrayList<>();
        for (RegisteredMember<?> member : members) {
            if (member.role() != Registered.Role.FOUND) {
                for (FieldChange change : member.changes()) {
                    changes.add(new FieldChange(
                            member.named(change.field()), change.before(), change.after(), change.masked()));
                }
            }
        }
        return changes;
    }
}
