package io.heldby.jdbc.unitofwork;

import io.heldby.version.ChangeRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record that a unit of work knows: as it was, as it is to be, and from which version. */
final class Registered<T> {

    /** What is to be done with it at the commit. */
    enum Role {
        /** Nothing: it was only found. */
        FOUND,
        /** Others were decided by it, so it must not have changed. */
        READ,
        NEW,
        DIRTY,
        /** Only members of its aggregate change, and its version with them. */
        TOUCHED,
        REMOVED
    }

    /** @param id as text */
    record Key(VersionedMapper<?> mapper, String id) {}

    private static final long AS_EXPECTED = -1;
    private static final long NOBODY_KNOWS = -2;

    private final VersionedMapper<T> mapper;
    private final Object id;
    private final Key key;
    private Role role = Role.FOUND;
    private @Nullable T object;
    private long expected;
    private ChangeRecord.Action action = ChangeRecord.Action.CHANGED;
    private long basedOn = AS_EXPECTED;
    private long loadedVersion = -1;
    private boolean membersAsLoaded = true;
    private @Nullable Map<String, @Nullable Object> loaded;
    private @Nullable Map<String, @Nullable Object> base;

    private Registered(VersionedMapper<T> mapper, Object id) {
        this.mapper = mapper;
        this.id = id;
        this.key = new Key(mapper, id.toString());
    }

    static <T> Registered<T> found(VersionedMapper<T> mapper, Object id, Versioned<T> found) {
        Registered<T> registered = new Registered<>(mapper, id);
        registered.object = found.value();
        registered.expected = found.version();
        registered.loadedVersion = found.version();
        // A copy of the values, because the object may be changed in place.
        registered.loaded = mapper.values(found.value());
        return registered;
    }

    /** Known by its version only, as it came back with a form. */
    static <T> Registered<T> detached(VersionedMapper<T> mapper, Object id, long expected) {
        Registered<T> registered = new Registered<>(mapper, id);
        registered.expected = expected;
        return registered;
    }

    static <T> Registered<T> created(VersionedMapper<T> mapper, Object id, T object) {
        Registered<T> registered = new Registered<>(mapper, id);
        registered.object = object;
        registered.role = Role.NEW;
        return registered;
    }

    /** The same over another version that is stored now, because its table does not enforce versions. */
    Registered<T> over(long stored) {
        Registered<T> over = new Registered<>(mapper, id);
        over.object = object;
        over.role = role;
        over.expected = stored;
        boolean older = Against.isOlder(expected, stored);
        over.action = older ? ChangeRecord.Action.FORCED : ChangeRecord.Action.CHANGED;
        over.basedOn = !older ? NOBODY_KNOWS : basedOn == AS_EXPECTED ? expected : basedOn;
        return over;
    }

    Key key() {
        return key;
    }

    VersionedMapper<T> mapper() {
        return mapper;
    }

    Object id() {
        return id;
    }

    Role role() {
        return role;
    }

    void become(Role newRole) {
        role = newRole;
    }

    @Nullable
    T object() {
        return object;
    }

    void become(T newObject) {
        object = newObject;
    }

    /** The version that the stored record must still have. */
    long expected() {
        return expected;
    }

    /** @param newBase what it was at that version, when the client has kept it; null when it has not */
    void expect(long version, @Nullable T newBase) {
        expected = version;
        base = newBase == null ? null : mapper.values(newBase);
    }

    /** What the fields were at the expected version; null when nobody here knows. */
    @Nullable
    Map<String, @Nullable Object> base() {
        return base != null ? base : expected == loadedVersion ? loaded : null;
    }

    boolean isLoadedAs(long version) {
        return loadedVersion == version;
    }

    /** Its members were read, and perhaps after somebody had saved them with another version of this. */
    void membersMayBeNewer() {
        membersAsLoaded = false;
    }

    /** Whether its members were read as they were at the version that was loaded. */
    boolean membersAreAsLoaded() {
        return membersAsLoaded;
    }

    /** Whether what was loaded is what the change is based on. */
    boolean isAtLoadedVersion() {
        return expected == loadedVersion;
    }

    /** What was loaded, if that is what the change is based on; null when it is not, or nothing was. */
    @Nullable
    Map<String, @Nullable Object> loaded() {
        return isAtLoadedVersion() ? loaded : null;
    }

    /** How the log calls it. */
    ChangeRecord.Action action() {
        return switch (role) {
            case NEW -> ChangeRecord.Action.CREATED;
            case REMOVED -> ChangeRecord.Action.DELETED;
            default -> action;
        };
    }

    /**
     * The version that a person had before them, though others may have saved since and will be overwritten; null when there
     * was none, or they have not said.
     */
    @Nullable
    Long basedOn() {
        if (role == Role.NEW || basedOn == NOBODY_KNOWS) {
            return null;
        }
        return basedOn == AS_EXPECTED ? expected : basedOn;
    }

    /** It overwrites on purpose what was saved since that version. */
    void force(long newBasedOn) {
        action = ChangeRecord.Action.FORCED;
        basedOn = newBasedOn;
    }

    /** It puts back what was overwritten. */
    void restore() {
        action = ChangeRecord.Action.RESTORED;
    }

    /** What the fields are to be; null when that is not known, as of a record that is only deleted. */
    @Nullable
    Map<String, @Nullable Object> values() {
        return object == null ? null : mapper.values(object);
    }

    /** What is to be stored. */
    T required() {
        if (object == null) {
            throw new IllegalStateException("%s %s has nothing to be stored".formatted(mapper.entity(), id));
        }
        return object;
    }

    boolean changesItsRow() {
        return role == Role.DIRTY || role == Role.TOUCHED || role == Role.REMOVED;
    }

    /** Its key and what it says, as {@link Shape#all()} lists them. */
    @Nullable
    Object[] row(long version) {
        return mapper.row(required(), version);
    }
}
