package io.heldby.merge;

import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One field of a record or bean, by the method that reads it. */
record Property(String name, Method getter) {

    static Map<String, @Nullable Object> readAll(List<Property> properties, Object thing) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(properties.size() * 2);
        for (Property property : properties) {
            values.put(property.name(), property.read(thing));
        }
        return values;
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

    /**
     * The value that this field is to have.
     *
     * @throws IllegalArgumentException when the field cannot hold it
     */
    @Nullable
    Object of(Map<String, ? extends @Nullable Object> values) {
        Object value = values.get(name);
        Class<?> type = getter.getReturnType();
        if (value == null ? type.isPrimitive() : !boxed(type).isInstance(value)) {
            throw new IllegalArgumentException("field %s of %s is a %s and cannot be %s: give a value of that type"
                    .formatted(name, owner().getName(), type.getName(), value == null ? "null" : Values.shown(value)));
        }
        return value;
    }

    private Class<?> owner() {
        return getter.getDeclaringClass();
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
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
