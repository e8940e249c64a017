package io.heldby.hibernate;

import java.beans.Introspector;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** What is written on the properties of entity classes, be it on their fields or on their getters. */
final class Mapped {

    private Mapped() {}

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
