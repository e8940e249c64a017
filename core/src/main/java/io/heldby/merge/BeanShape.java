package io.heldby.merge;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Beans are read by their getters and built by their constructor without parameters and their setters. All that they keep
 * must be in such properties, or a merged bean would have lost the rest: a class that keeps more is refused. What is
 * {@code transient} is not kept, and a getter that stands for no field of the class is derived and not merged.
 */
final class BeanShape implements Shape {

    private static final ClassValue<BeanShape> ALL = new ClassValue<>() {
        @Override
        protected BeanShape computeValue(Class<?> type) {
            return new BeanShape(type);
        }
    };

    private final Constructor<?> constructor;
    private final List<String> names;
    private final List<Property> properties = new ArrayList<>();
    private final List<Method> setters = new ArrayList<>();

    private BeanShape(Class<?> type) {
        constructor = constructor(type);
        names = kept(type);
        for (String name : names) {
            String suffix = Character.toUpperCase(name.charAt(0)) + name.substring(1);
            Method getter = method(type, "get" + suffix)
                    .or(() -> method(type, "is" + suffix))
                    .orElseThrow(() -> refused(type, "its field %s has no public getter".formatted(name)));
            Method setter = method(type, "set" + suffix, getter.getReturnType())
                    .orElseThrow(() -> refused(
                            type,
                            "its field %s has no public setter for a %s"
                                    .formatted(name, getter.getReturnType().getName())));
            properties.add(new Property(name, Property.accessible(type, getter)));
            setters.add(Property.accessible(type, setter));
        }
        if (names.isEmpty()) {
            throw refused(type, "it has no fields");
        }
    }

    static BeanShape of(Class<?> type) {
        return ALL.get(type);
    }

    private static Constructor<?> constructor(Class<?> type) {
        if (Modifier.isAbstract(type.getModifiers())) {
            throw refused(type, "it is abstract");
        }
        try {
            return Property.accessible(type, type.getDeclaredConstructor());
        } catch (NoSuchMethodException missing) {
            throw refused(type, "it is no record and has no constructor without parameters");
        }
    }

    /** Names of the fields with its state, those of its superclasses first. */
    private static List<String> kept(Class<?> type) {
        Deque<Class<?>> classes = new ArrayDeque<>();
        for (Class<?> next = type; next != null; next = next.getSuperclass()) {
            classes.push(next);
        }
        return classes.stream()
                .flatMap(declaring -> Arrays.stream(declaring.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers())
                        && !Modifier.isTransient(field.getModifiers())
                        && !field.isSynthetic())
                .map(Field::getName)
                .distinct()
                .toList();
    }

    private static Optional<Method> method(Class<?> type, String name, Class<?>... parameters) {
        try {
            return Optional.of(type.getMethod(name, parameters))
                    .filter(method -> !Modifier.isStatic(method.getModifiers()));
        } catch (NoSuchMethodException missing) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException refused(Class<?> type, String why) {
        return new IllegalArgumentException(
                "%s cannot be merged, because %s: a merged one is made without parameters and filled by setters. Or make it a record, or merge maps"
                        .formatted(type.getName(), why));
    }

    @Override
    public List<String> names(Object thing) {
        return names;
    }

    @Override
    public @Nullable Object get(Object thing, String name) {
        return Property.read(properties, thing, name);
    }

    @Override
    public @Nullable Object[] read(Object thing, Plan plan, String side, String path) {
        return Property.readAll(properties, thing);
    }

    @Override
    public Object build(List<String> fields, List<@Nullable Object> values) {
        try {
            Object bean = constructor.newInstance();
            for (int i = 0; i < setters.size(); i++) {
                setters.get(i).invoke(bean, properties.get(i).checked(values.get(i)));
            }
            return bean;
        } catch (InvocationTargetException refused) {
            throw Property.refused(constructor.getDeclaringClass(), refused.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("it was made accessible and is not abstract", impossible);
        }
    }

    @Override
    public String toString() {
        return "a " + constructor.getDeclaringClass().getName();
    }
}
