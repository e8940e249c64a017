package io.heldby.merge;

import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One field of a record or bean, by the method that reads it.
 *
 * @param type of the values that it may have; primitives as what they are boxed in
 */
record Property(String name, Method getter, Class<?> type) {

    Property(String name, Method getter) {
        this(name, getter, MethodType.methodType(getter.getReturnType()).wrap().returnType());
    }

    static @Nullable Object[] readAll(List<Property> properties, Object thing) {
        @Nullable Object[] values = new Object[properties.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = properties.get(i).read(thing);
        }
        return values;
    }

    static @Nullable Object read(List<Property> properties, Object thing, String name) {
        return properties.stream()
                .filter(property -> property.name().equals(name))
                .map(property -> property.read(thing))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Object read(Object thing) {
        try {
            return getter.invoke(thing);
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException(
                    "field %s of %s cannot be read: %s".formatted(name, owner().getName(), failed.getCause()),
                    failed.getCause());
        } catch (IllegalAccessException impossible) {
            throw new LinkageError("it was made accessible", impossible);
        }
    }

    /** @throws IllegalArgumentException when the field cannot hold it */
    @Nullable
    Object checked(@Nullable Object value) {
        if (value == null ? getter.getReturnType().isPrimitive() : !type.isInstance(value)) {
            throw new IllegalArgumentException("field %s of %s is a %s and cannot be %s: give a value of that type"
                    .formatted(
                            name,
                            owner().getName(),
                            getter.getReturnType().getName(),
                            value == null ? "null" : Values.shown(value)));
        }
        return value;
    }

    private Class<?> owner() {
        return getter.getDeclaringClass();
    }

    /**
     * Lets us use it although the class, or a constructor that is there for frameworks, is not public.
     *
     * @throws IllegalArgumentException when the class's module does not let us
     */
    static <M extends AccessibleObject> M accessible(Class<?> owner, M member) {
        try {
            member.setAccessible(true);
            return member;
        } catch (InaccessibleObjectException closed) {
            throw new IllegalArgumentException(
                    "%s cannot be taken apart, because its module is closed: open package %s to io.heldby.core, or merge maps"
                            .formatted(owner.getName(), owner.getPackageName()),
                    closed);
        }
    }

    /** What the type says to values that it does not want, in the words of whoever merges. */
    static RuntimeException refused(Class<?> owner, @Nullable Throwable why) {
        if (why instanceof Error error) {
            throw error;
        }
        return new IllegalArgumentException(
                "%s does not accept the values that the merge gives (%s): put fields that must fit together into a group"
                        .formatted(owner.getName(), why),
                why);
    }
}
