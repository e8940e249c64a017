package io.heldby.merge;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How things of one type are taken apart into fields, and put together again. One instance for each type. */
interface Shape {

    Shape OF_MAPS = new MapShape();

    /** Of a map, a record or a bean. */
    static Shape of(Object thing) {
        if (thing instanceof Map) {
            return OF_MAPS;
        }
        return thing instanceof Record ? RecordShape.of(thing.getClass()) : BeanShape.of(thing.getClass());
    }

    /** In their order, which is always the same but for maps. */
    Collection<String> names(Object thing);

    /** Null also when there is no such field. */
    @Nullable
    Object get(Object thing, String name);

    /**
     * All values in the order of the plan, which was made for a thing of this shape.
     *
     * @param side "base", "mine" or "theirs", for messages
     * @throws IllegalArgumentException when it is a map with other fields
     */
    @Nullable
    Object[] read(Object thing, Plan plan, String side, String path);

    /**
     * Puts one together.
     *
     * @param names in the order in which {@link #names} gave them
     * @throws IllegalArgumentException when a value is not of its field's type, or when the type itself refuses it
     */
    Object build(List<String> names, List<@Nullable Object> values);

    /** Maps by name, of whatever values. */
    final class MapShape implements Shape {

        private MapShape() {}

        @Override
        public Collection<String> names(Object thing) {
            return map(thing).keySet();
        }

        @Override
        public @Nullable Object get(Object thing, String name) {
            return map(thing).get(name);
        }

        @Override
        public @Nullable Object[] read(Object thing, Plan plan, String side, String path) {
            return plan.read(map(thing), side, path);
        }

        @Override
        public Object build(List<String> names, List<@Nullable Object> values) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                map.put(names.get(i), values.get(i));
            }
            return map;
        }

        @SuppressWarnings("unchecked") // Whatever else the keys are, they are not found as fields.
        private static Map<String, ? extends @Nullable Object> map(Object thing) {
            return (Map<String, ? extends @Nullable Object>) thing;
        }

        @Override
        public String toString() {
            return "a map";
        }
    }
}
