package io.heldby.jdbc.unitofwork;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One column of many rows, as an array for PostgreSQL's driver. */
final class ColumnArray {

    /** What an array can carry as text without a doubt. */
    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            Long.class,
            Integer.class,
            Short.class,
            BigDecimal.class,
            Double.class,
            Float.class,
            Boolean.class,
            UUID.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            Instant.class);

    private ColumnArray() {}

    /** Whether every value can go in an array. */
    static boolean carries(List<@Nullable Object[]> rows) {
        int columns = rows.get(0).length;
        for (int column = 0; column < columns; column++) {
            // Most columns have values of one class, which needs to be looked up but once.
            Class<?> known = null;
            for (@Nullable Object[] row : rows) {
                Object value = row[column];
                if (value != null && value.getClass() != known) {
                    known = value.getClass();
                    if (!PLAIN.contains(known)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** The values of a column; the driver is given them in their own class or as texts, whatever the column's type is. */
    static @Nullable Object[] of(List<@Nullable Object[]> rows, int column) {
        @Nullable Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i)[column];
        }
        return inOneClass(values);
    }

    /** The driver sends whole numbers as they are; everything else goes as text, which the server reads as the column's type. */
    static @Nullable Object[] inOneClass(@Nullable Object[] values) {
        if (allAre(Long.class, values)) {
            return Arrays.copyOf(values, values.length, Long[].class);
        }
        if (allAre(Integer.class, values)) {
            return Arrays.copyOf(values, values.length, Integer[].class);
        }
        @Nullable String[] texts = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            texts[i] = value == null ? null : value.toString();
        }
        return texts;
    }

    private static boolean allAre(Class<?> type, @Nullable Object[] values) {
        for (Object value : values) {
            if (value != null && value.getClass() != type) {
                return false;
            }
        }
        return true;
    }
}
