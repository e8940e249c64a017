package io.heldby.hibernate;

import java.beans.Introspector;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written on entity classes and on their properties, be it on their fields or on their getters. */
final class Mapped {

    private Mapped() {}

    /** What is written on a class or, if not on it, on the nearest of its superclasses; null where it is on none. */
    static <A extends Annotation> @Nullable A annotation(Class<?> mapped, Class<A> annotation) {
        for (Class<?> type = mapped; type != null; type = type.getSuperclass()) {
            A found = type.getAnnotation(annotation);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The annotations of a property, those of superclasses included. */
    static List<Annotation> annotations(Class<?> mapped, String property) {
        List<Annotation> all = new ArrayList<>();
        for (Class<?> type = mapped; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(property)) {
                    all.addAll(List.of(field.getAnnotations()));
                }
            }
            for (Method method : type.getDeclaredMethods()) {
                if (isGetterOf(method, property)) {
                    all.addAll(List.of(method.getAnnotations()));
                }
            }
        }
        return all;
    }

    /** The names of the fields of a class in the order in which they are written, those of superclasses first. */
    static List<String> fields(Class<?> mapped) {
        List<String> names = new ArrayList<>();
        for (Class<?> type = mapped; type != null; type = type.getSuperclass()) {
            List<String> own = new ArrayList<>();
            for (Field field : type.getDeclaredFields()) {
                own.add(field.getName());
            }
            names.addAll(0, own);
        }
        return names;
    }

    private static boolean isGetterOf(Method method, String property) {
        String name = method.getName();
        int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
        return prefix > 0
                && method.getParameterCount() == 0
                && Introspector.decapitalize(name.substring(prefix)).equals(property);
    }
}
