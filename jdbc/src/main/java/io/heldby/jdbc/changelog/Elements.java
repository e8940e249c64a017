package io.heldby.jdbc.changelog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists and sets as text: one element per line, its type in front. */
final class Elements {

    private static final String NULL = "NULL";

    private Elements() {}

    static String written(Collection<? extends @Nullable Object> values) {
        return values.stream().map(value -> line(LoggedValue.of(value)) + "\n").collect(Collectors.joining());
    }

    static List<@Nullable Object> list(String text) {
        return Collections.unmodifiableList(read(text));
    }

    static Set<@Nullable Object> set(String text) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(read(text)));
    }

    private static String line(LoggedValue value) {
        return value.type() == null || value.text() == null ? NULL : value.type() + " " + Escapes.escape(value.text());
    }

    private static List<@Nullable Object> read(String text) {
        List<@Nullable Object> values = new ArrayList<>();
        if (!text.isEmpty()) {
            Arrays.stream(text.split("\n", 0)).forEach(line -> values.add(element(line)));
        }
        return values;
    }

    private static @Nullable Object element(String line) {
        int cut = line.indexOf(' ');
        return cut < 0
                ? null
                : new LoggedValue(line.substring(0, cut), Escapes.unescape(line.substring(cut + 1))).value();
    }
}
