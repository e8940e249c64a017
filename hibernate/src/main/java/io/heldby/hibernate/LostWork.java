package io.heldby.hibernate;

import io.heldby.merge.MergeRules;
import io.heldby.merge.MergedField;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import io.heldby.version.FieldChange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.event.spi.PostCommitDeleteEventListener;
import org.hibernate.event.spi.PostCommitUpdateEventListener;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostLoadEvent;
import org.hibernate.event.spi.PostLoadEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Finds saves that overwrite what whoever saves has never seen, in an application that need not know of versions: it remembers
 * which state of an entity each session was shown, and compares it with what a save of that session replaces. A field's work is
 * lost when it has changed since it was shown and is stored as something else, or deleted.
 *
 * <p>Changes nothing and asks the database nothing. Remembers in memory, so it does not know what another node has shown, and of
 * two tabs of one session it knows the later. Who wrote a field it knows of saves that it has seen itself, else from the entity;
 * what whoever saves has written last themselves, they have seen. Values that have no order, such as documents, images and JSON,
 * and texts of more than 4,000 chars, are not observed: they cannot be compared, or are too much to remember.
 */
final class LostWork implements PostLoadEventListener, PostCommitUpdateEventListener, PostCommitDeleteEventListener {

    private static final long serialVersionUID = 1L;
    private static final int MOST = 10_000;
    private static final int LONGEST_TEXT = 4_000;
    private static final System.Logger LOG = System.getLogger(LostWork.class.getName());

    private final transient Protection protection;
    private final transient Observing observing;
    private final transient InstantSource clock = InstantSource.system();
    private final transient MostRecent<View, Shown> shown = new MostRecent<>(MOST);
    private final transient MostRecent<Stored, Map<String, Author>> authors = new MostRecent<>(MOST);
    /** Threads that ask who works; what is loaded to answer that is not observed itself. */
    private final transient Set<Thread> asking = ConcurrentHashMap.newKeySet();

    LostWork(Protection protection, Observing observing) {
        this.protection = protection;
        this.observing = observing;
    }

    private record Stored(String entity, Object id) {

        static Stored of(EntityPersister persister, Object id) {
            return new Stored(persister.getRootEntityName(), id);
        }
    }

    private record View(String session, Stored record) {}

    private record Shown(@Nullable Object version, Map<String, @Nullable Object> fields) {}

    private record Author(String who, Instant at, @Nullable Object value) {}

    @Override
    public void onPostLoad(PostLoadEvent event) {
        notFailing(() -> {
            Viewer viewer = viewer();
            if (viewer != null && viewer.showing()) {
                shows(viewer, event);
            }
        });
    }

    private @Nullable Viewer viewer() {
        return unobserved(observing.viewer());
    }

    private <T> @Nullable T unobserved(Supplier<? extends @Nullable T> question) {
        if (!asking.add(Thread.currentThread())) {
            return null;
        }
        try {
            return question.get();
        } finally {
            asking.remove(Thread.currentThread());
        }
    }

    private void shows(Viewer viewer, PostLoadEvent event) {
        EntityPersister persister = event.getPersister();
        EntityEntry entry = event.getSession().getPersistenceContextInternal().getEntry(event.getEntity());
        @Nullable Object[] loaded = entry == null ? null : entry.getLoadedState(); // None of what is loaded read-only.
        remember(
                viewer,
                protection.modelOf(persister),
                Stored.of(persister, event.getId()),
                loaded == null ? persister.getValues(event.getEntity()) : loaded);
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        if (event.getOldState() != null) { // A stateless session does not know it.
            notFailing(() -> saved(event.getPersister(), event.getId(), event.getOldState(), event.getState()));
        }
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        if (event.getDeletedState() != null) {
            notFailing(() -> saved(event.getPersister(), event.getId(), event.getDeletedState(), null));
        }
    }

    /** What jobs write is not kept until their end. */
    @Override
    public boolean requiresPostCommitHandling(EntityPersister persister) {
        try {
            return viewer() != null;
        } catch (RuntimeException notKnown) {
            return false; // As above: what is not known is not observed.
        }
    }

    @Override
    public void onPostUpdateCommitFailed(PostUpdateEvent event) {}

    @Override
    public void onPostDeleteCommitFailed(PostDeleteEvent event) {}

    /** Whatever goes wrong here is not the application's. */
    private static void notFailing(Runnable observation) {
        try {
            observation.run();
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "what was loaded or saved could not be observed; it goes on", failed);
        }
    }

    /** @param state what is stored now; null when it was deleted */
    private void saved(
            EntityPersister persister, Object id, @Nullable Object[] replaced, @Nullable Object @Nullable [] state) {
        Viewer viewer = viewer();
        String who = viewer == null ? null : unobserved(viewer.who());
        if (viewer == null || who == null) {
            return;
        }
        EntityModel model = protection.modelOf(persister);
        Map<String, @Nullable Object> theirs = fields(model, replaced);
        Map<String, @Nullable Object> mine = state == null ? Map.of() : fields(model, state);
        Stored record = Stored.of(persister, id);
        Shown base = shown.get(new View(viewer.session(), record));
        if (base != null) {
            compare(model, record, who, base, replaced, theirs, mine);
        }
        sign(record, who, theirs, mine);
        if (state != null) {
            remember(viewer, model, record, state);
        }
    }

    private void remember(Viewer viewer, EntityModel model, Stored record, @Nullable Object[] state) {
        Object version = model.hasVersion() ? state[model.versionIndex()] : null;
        shown.put(new View(viewer.session(), record), new Shown(version, fields(model, state)));
    }

    private void compare(
            EntityModel model,
            Stored record,
            String by,
            Shown base,
            @Nullable Object[] replaced,
            Map<String, @Nullable Object> theirs,
            Map<String, @Nullable Object> mine) {
        Map<String, Author> known = authorsOf(record);
        Map<String, @Nullable Object> seen = new HashMap<>(theirs);
        seen.putAll(base.fields());
        Map<String, @Nullable Object> wanted = new HashMap<>();
        theirs.keySet().forEach(field -> wanted.put(field, mine.get(field)));
        seen.keySet().retainAll(theirs.keySet());
        known.forEach((field, author) -> {
            if (author.who().equals(by) && theirs.containsKey(field)) {
                seen.put(field, theirs.get(field));
            }
        });
        List<ConflictField> fields = MergeRules.ask().merge(seen, wanted, theirs).fields().stream()
                .map(field -> signed(field, known))
                .toList();
        Conflict conflict = new Conflict(
                model.type(),
                record.id().toString(),
                Conflict.Kind.MODIFIED,
                base.version() == null ? -1 : model.number(base.version()),
                model.hasVersion() ? model.number(replaced[model.versionIndex()]) : null,
                model.authorship().by(replaced),
                model.authorship().at(replaced),
                true,
                fields);
        boolean lost = fields.stream()
                .map(ConflictField::values)
                .anyMatch(field -> field.changedByThem() && !FieldChange.same(field.mine(), field.theirs()));
        if (lost) {
            observing.observer().report(conflict, mine.isEmpty(), by);
        }
    }

    /** What can be compared and remembered. */
    private static Map<String, @Nullable Object> fields(EntityModel model, @Nullable Object[] state) {
        Map<String, @Nullable Object> fields = EntityFields.of(model, state);
        fields.values().removeIf(LostWork::isNotObserved);
        return fields;
    }

    private static boolean isNotObserved(@Nullable Object value) {
        return value instanceof String text
                ? text.length() > LONGEST_TEXT
                : value != null && !(value instanceof Comparable<?>);
    }

    private static ConflictField signed(MergedField field, Map<String, Author> known) {
        Author author = field.changedByThem() ? known.get(field.field()) : null;
        if (author != null && !FieldChange.same(author.value(), field.theirs())) {
            author = null; // Somebody has been there since.
        }
        return new ConflictField(field, author == null ? null : author.who(), author == null ? null : author.at());
    }

    private Map<String, Author> authorsOf(Stored record) {
        Map<String, Author> known = authors.get(record);
        return known == null ? Map.of() : known;
    }

    private void sign(
            Stored record, String who, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        Map<String, Author> known = new HashMap<>(authorsOf(record));
        Instant now = clock.instant();
        after.forEach((field, value) -> {
            if (!FieldChange.same(before.get(field), value)) {
                known.put(field, new Author(who, now, value));
            }
        });
        authors.put(record, Map.copyOf(known));
    }
}
