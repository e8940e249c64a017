package io.heldby.version;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one write made of one field.
 *
 * @param before null also when there was no record before
 * @param after null also when there is none any more
 * @param masked whether the values are not kept, because they are nobody's business; then both are null
 */
public record FieldChange(
        String field, @Nullable Object before, @Nullable Object after, boolean masked) {

    public static FieldChange of(String field, @Nullable Object before, @Nullable Object after) {
        return new FieldChange(field, before, after, false);
    }

    public static FieldChange masked(String field) {
        return new FieldChange(field, null, null, true);
    }

    /**
     * What has changed, in the record's order.
     *
     * @param before by field; null for a record that was not there
     * @param after by field; null for one that is not any more
     * @param masked fields whose values are not to be kept
     */
    public static List<FieldChange> between(
            @Nullable Map<String, @Nullable Object> before,
            @Nullable Map<String, @Nullable Object> after,
            Predicate<String> masked) {
        Set<String> names = new LinkedHashSet<>();
        if (before != null) {
            names.addAll(before.keySet());
        }
        if (after != null) {
            names.addAll(after.keySet());
        }
        List<FieldChange> changes = new ArrayList<>();
        for (String name : names) {
            Object was = before == null ? null : before.get(name);
            Object is = after == null ? null : after.get(name);
            if (!same(was, is)) {
                changes.add(masked.test(name) ? masked(name) : of(name, was, is));
            }
        }
        return changes;
    }

    /** Whether two values are no change: arrays by their elements, decimals by their value. */
    public static boolean same(@Nullable Object one, @Nullable Object other) {
        return (one instanceof BigDecimal number && other instanceof BigDecimal value)
                ? number.compareTo(value) == 0
                : Objects.deepEquals(one, other);
    }
}
