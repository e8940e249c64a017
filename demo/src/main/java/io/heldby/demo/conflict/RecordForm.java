package io.heldby.demo.conflict;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a workplace says about the form of its records.
 *
 * @param <T> the record
 */
public interface RecordForm<T> {

    /** What kind of record, as in the change log. */
    String entity();

    /** What people call one, such as "product". */
    String noun();

    /** What people call this one. */
    String name(T record);

    /** Where it is edited. */
    String path(String id);

    /** Where the list is. */
    String home();

    /** The workplace in the navigation, such as {@code /stock}. */
    default String workplace() {
        return home();
    }

    /** Whether conflicts are decided on pages of their own; else they are in the browser, in the dialog of the editor. */
    default boolean asksOnPages() {
        return true;
    }

    /** Whether those whose changes somebody overwrites are told, and can take them back. */
    default boolean tellsOverwritten() {
        return true;
    }

    /** In the order of the form. */
    List<FormField> fields();

    /** A record with these values; all fields of the form are given. */
    T record(String id, Map<String, @Nullable Object> values);

    /** What the form shows of a record, by field. */
    Map<String, String> texts(T record);

    /** Whether this form may write that record, which is stored. */
    default boolean mayWrite(T stored) {
        return true;
    }

    /**
     * What keeps texts from being stored.
     *
     * @param texts by field, all of the form
     * @return a sentence for each field concerned, by field
     */
    Map<String, String> problems(Map<String, String> texts);

    /** The field of that name; null for those that the form does not show. */
    default @Nullable FormField field(String name) {
        return fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** What a form has sent, for each field. */
    default Map<String, String> typed(Map<String, String> sent) {
        return fields().stream()
                .collect(Collectors.toMap(
                        FormField::name,
                        field -> FormField.typed(sent.get(field.name())),
                        (first, second) -> first,
                        LinkedHashMap::new));
    }

    /** A record of texts that have no {@linkplain #problems problems}. */
    default T read(String id, Map<String, String> texts) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (FormField field : fields()) {
            values.put(field.name(), field.value().apply(texts.getOrDefault(field.name(), "")));
        }
        return record(id, values);
    }

    /** What people call a record of such texts. */
    default String nameOf(String id, Map<String, String> texts) {
        return name(read(id, texts));
    }

    /** As {@link #field}, for whoever takes functions. */
    default Function<String, @Nullable FormField> lookup() {
        return this::field;
    }
}
