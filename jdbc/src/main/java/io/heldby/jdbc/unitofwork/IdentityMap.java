package io.heldby.jdbc.unitofwork;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Identity Map (Fowler, <cite>Patterns of Enterprise Application Architecture</cite>): what a unit of work knows, each record
 * and each member once, by mapper and id; and a record also by the object that stands for it. In the order of registration.
 *
 * @see <a href="https://martinfowler.com/eaaCatalog/identityMap.html">Fowler, Identity Map</a>
 */
final class IdentityMap {

    private final Map<Registered.Key, Registered<?>> records = new LinkedHashMap<>();
    private final Map<RegisteredMember.Key, RegisteredMember<?>> members = new LinkedHashMap<>();
    private final IdentityHashMap<Object, Registered<?>> objects = new IdentityHashMap<>();

    List<Registered<?>> records() {
        return List.copyOf(records.values());
    }

    List<RegisteredMember<?>> members() {
        return List.copyOf(members.values());
    }

    @SuppressWarnings("unchecked") // Its key holds the mapper.
    <T> @Nullable Registered<T> known(VersionedMapper<T> mapper, Object id) {
        return (Registered<T>) records.get(new Registered.Key(mapper, id.toString()));
    }

    @SuppressWarnings("unchecked") // Its key holds the mapper.
    <M> @Nullable RegisteredMember<M> member(MemberMapper<M> mapper, Object id) {
        return (RegisteredMember<M>) members.get(new RegisteredMember.Key(mapper, id.toString()));
    }

    /** @throws IllegalStateException when it is not known */
    <T> Registered<T> registered(VersionedMapper<T> mapper, Object id) {
        Registered<T> known = known(mapper, id);
        if (known == null) {
            throw new IllegalStateException(
                    "%s %s was not found in this unit of work, so nobody knows its version: find it first, or say the version that the form was loaded with"
                            .formatted(mapper.entity(), id));
        }
        return known;
    }

    /** @throws IllegalStateException when the object stands for nothing that is known */
    Registered<?> registered(Object object) {
        Registered<?> known = objects.get(object);
        if (known == null) {
            throw new IllegalStateException(
                    "this object was not found in this unit of work: %s. Find it first, or register it with its id and version"
                            .formatted(object));
        }
        return known;
    }

    /** @throws IllegalStateException when it is not known */
    <M> RegisteredMember<M> foundMember(MemberMapper<M> mapper, M member) {
        RegisteredMember<M> known = member(mapper, mapper.idOf(member));
        if (known == null) {
            throw new IllegalStateException(
                    "%s %s was not found in this unit of work: find its aggregate's members first, or register it as new"
                            .formatted(mapper.name(), mapper.idOf(member)));
        }
        return known;
    }

    /** @throws IllegalStateException when the root is not known */
    Registered<?> root(MemberMapper<?> mapper, VersionedMapper<?> ofRoots, Object id) {
        Registered<?> root = records.get(new Registered.Key(ofRoots, id.toString()));
        if (root == null) {
            throw new IllegalStateException(
                    "%s %s, to which this %s belongs, is not in this unit of work: find it first, so that its version is known"
                            .formatted(ofRoots.entity(), id, mapper.name()));
        }
        return root;
    }

    void put(Registered<?> registered) {
        records.put(registered.key(), registered);
        Object object = registered.object();
        if (object != null) {
            objects.put(object, registered);
        }
    }

    /** Whether nothing was known of it. */
    boolean putIfAbsent(Registered<?> detached) {
        return records.putIfAbsent(detached.key(), detached) == null;
    }

    /** The object stands for that record from now on, too. */
    void isNow(Object object, Registered<?> registered) {
        objects.put(object, registered);
    }

    void remove(Registered<?> registered) {
        records.remove(registered.key());
    }

    void put(RegisteredMember<?> member) {
        members.put(member.key(), member);
    }

    void remove(RegisteredMember<?> member) {
        members.remove(member.key());
    }
}
