package io.heldby.jdbc.changelog;

import org.jspecify.annotations.Nullable;

/**
 * A value as it is kept.
 *
 * @param type a {@link ValueType}; null for no value
 */
record LoggedValue(@Nullable String type, @Nullable String text) {

    static final LoggedValue NONE = new LoggedValue(null, null);

    /**
     * As it will be kept; an enum by its name.
     *
     * @throws IllegalArgumentException when it cannot be; names its class
     */
    static LoggedValue of(@Nullable Object value) {
        if (value == null) {
            return NONE;
        }
        Object kept = value instanceof Enum<?> constant ? constant.name() : value;
        ValueType<?> type = ValueType.of(kept)
                .orElseThrow(() -> new IllegalArgumentException(kept.getClass().getName()));
        return new LoggedValue(type.name(), type.text(kept));
    }

    @Nullable
    Object value() {
        return type == null || text == null ? null : ValueType.named(type).value(text);
    }
}
