package io.heldby.merge;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What counts as the same value, and how values are shown in messages. */
final class Values {

    private static final int SHOWN = 60;

    private Values() {}

    /** {@code equals}, but arrays by what is in them, and 1.0 and 1.00 are the same {@link BigDecimal}. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one == other) {
            return true;
        }
        if (one == null || other == null) {
            return false;
        }
        if (one instanceof BigDecimal first && other instanceof BigDecimal second) {
            return first.compareTo(second) == 0;
        }
        return one.getClass().isArray() ? Objects.deepEquals(one, other) : one.equals(other);
    }

    /** The value, not all of it if it is long, and its type. */
    static String shown(Object value) {
        String text = String.valueOf(value);
        return "\"%s\" (%s)"
                .formatted(
                        text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…",
                        value.getClass().getName());
    }
}
