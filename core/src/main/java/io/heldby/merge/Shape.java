package io.heldby.merge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How things of one type are taken apart into fields, and put together again. One instance for each type. */
interface Shape {

    /** A map, a record or a bean. */
    static Shape of(Object thing) {
        if (thing instanceof Map) {
            return OF_MAPS;
        }
        return thing instanceof Record ? RecordShape.of(thing.getClass()) : BeanShape.of(thing.getClass());
    }

    Map<String, ? extends @Nullable Object> read(Object thing);

    /** @throws IllegalArgumentException when a value is not of its field's type, or when the type itself refuses it */
    Object build(Map<String, ? extends @Nullable Object> values);

    Shape OF_MAPS = new Shape() {
        @Override
        @SuppressWarnings("unchecked") // Whatever else the keys are, they are not found as fields.
        public Map<String, ? extends @Nullable Object> read(Object thing) {
            return (Map<String, ? extends @Nullable Object>) thing;
        }

        @Override
        public Object build(Map<String, ? extends @Nullable Object> values) {
            return new LinkedHashMap<>(values);
        }

        @Override
        public String toString() {
            return "a map";
        }
    };
}
