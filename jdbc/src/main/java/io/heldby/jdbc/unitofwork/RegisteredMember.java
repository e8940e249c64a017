package io.heldby.jdbc.unitofwork;

import io.heldby.version.FieldChange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One member of an aggregate that a unit of work knows. Its version is its root's. */
final class RegisteredMember<M> {

    /** @param id as text */
    record Key(MemberMapper<?> mapper, String id) {}

    private final MemberMapper<M> mapper;
    private final Registered<?> root;
    private final @Nullable Map<String, @Nullable Object> loaded;
    private Registered.Role role;
    private M object;

    private RegisteredMember(
            MemberMapper<M> mapper,
            Registered<?> root,
            Registered.Role role,
            M object,
            @Nullable Map<String, @Nullable Object> loaded) {
        this.mapper = mapper;
        this.root = root;
        this.role = role;
        this.object = object;
        this.loaded = loaded;
    }

    static <M> RegisteredMember<M> found(MemberMapper<M> mapper, Registered<?> root, M object) {
        return new RegisteredMember<>(mapper, root, Registered.Role.FOUND, object, mapper.values(object));
    }

    static <M> RegisteredMember<M> created(MemberMapper<M> mapper, Registered<?> root, M object) {
        return new RegisteredMember<>(mapper, root, Registered.Role.NEW, object, null);
    }

    MemberMapper<M> mapper() {
        return mapper;
    }

    Registered<?> root() {
        return root;
    }

    Registered.Role role() {
        return role;
    }

    M object() {
        return object;
    }

    void become(Registered.Role newRole, M newObject) {
        role = newRole;
        object = newObject;
    }

    /** What the fields were when it was found; null for a new one. */
    @Nullable
    Map<String, @Nullable Object> loaded() {
        return loaded;
    }

    Object id() {
        return mapper.idOf(object);
    }

    Key key() {
        return new Key(mapper, id().toString());
    }

    Map<String, @Nullable Object> values() {
        return mapper.values(object);
    }

    /** A field of it among those of its aggregate. */
    String named(String field) {
        return Fields.ofMember(mapper.name(), id(), field);
    }

    List<FieldChange> changes() {
        return FieldChange.between(loaded, role == Registered.Role.REMOVED ? null : values(), mapper::masks);
    }

    /** Its keys and what it says, as {@link Shape#all()} lists them. */
    @Nullable
    Object[] row() {
        return mapper.row(object);
    }
}
