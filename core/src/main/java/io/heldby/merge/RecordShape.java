package io.heldby.merge;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records are read by their accessors and built by their canonical constructor. */
final class RecordShape implements Shape {

    private static final ClassValue<RecordShape> ALL = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Constructor<?> constructor;
    private final List<Property> properties;
    private final List<String> names;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        properties = Arrays.stream(components)
                .map(component -> new Property(component.getName(), Property.accessible(type, component.getAccessor())))
                .toList();
        names = properties.stream().map(Property::name).toList();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            constructor = Property.accessible(type, type.getDeclaredConstructor(types));
        } catch (NoSuchMethodException impossible) {
            throw new LinkageError("every record has its canonical constructor", impossible);
        }
    }

    static RecordShape of(Class<?> type) {
        return ALL.get(type);
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
        @Nullable Object[] arguments = new Object[properties.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = properties.get(i).checked(values.get(i));
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            throw Property.refused(constructor.getDeclaringClass(), refused.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("records can be made", impossible);
        }
    }

    @Override
    public String toString() {
        return "a " + constructor.getDeclaringClass().getName();
    }
}
