package io.heldby.jdbc.changelog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a value of a field may be, and how it becomes a text and a value again that is equal to it.
 *
 * @param name as it stands in the log
 */
record ValueType<T>(String name, Class<T> javaType, Function<T, String> write, Function<String, T> read) {

    private static final ValueType<String> TEXT = of("TEXT", String.class, text -> text, text -> text);

    /** A text that databases would not store exactly. */
    private static final ValueType<String> ESCAPED = of("ESCAPED", String.class, Escapes::escape, Escapes::unescape);

    private static final ValueType<Object> LIST =
            of("LIST", Object.class, list -> Elements.written((List<?>) list), Elements::list);

    private static final ValueType<Object> SET =
            of("SET", Object.class, set -> Elements.written((Set<?>) set), Elements::set);

    private static final Map<Class<?>, ValueType<?>> BY_CLASS = Stream.of(
                    TEXT,
                    of("BYTE", Byte.class, Object::toString, Byte::valueOf),
                    of("SHORT", Short.class, Object::toString, Short::valueOf),
                    of("INTEGER", Integer.class, Object::toString, Integer::valueOf),
                    of("LONG", Long.class, Object::toString, Long::valueOf),
                    of("BIG_INTEGER", BigInteger.class, Object::toString, BigInteger::new),
                    // With its scale: 1.50 is not 1.5.
                    of("DECIMAL", BigDecimal.class, Object::toString, BigDecimal::new),
                    of("DOUBLE", Double.class, Object::toString, Double::valueOf),
                    of("FLOAT", Float.class, Object::toString, Float::valueOf),
                    of("BOOLEAN", Boolean.class, Object::toString, Boolean::valueOf),
                    of(
                            "CHARACTER",
                            Character.class,
                            one -> Escapes.escape(one.toString()),
                            text -> Escapes.unescape(text).charAt(0)),
                    of("UUID", UUID.class, Object::toString, UUID::fromString),
                    of(
                            "BYTES",
                            byte[].class,
                            bytes -> Base64.getEncoder().encodeToString(bytes),
                            text -> Base64.getDecoder().decode(text)),
                    of("INSTANT", Instant.class, Object::toString, Instant::parse),
                    of("DATE", LocalDate.class, Object::toString, LocalDate::parse),
                    of("TIME", LocalTime.class, Object::toString, LocalTime::parse),
                    of("DATE_TIME", LocalDateTime.class, Object::toString, LocalDateTime::parse),
                    of("OFFSET_DATE_TIME", OffsetDateTime.class, Object::toString, OffsetDateTime::parse),
                    of(
                            "UTIL_DATE",
                            Date.class,
                            date -> date.toInstant().toString(),
                            text -> Date.from(Instant.parse(text))),
                    // The day in the time zone of the JVM, which is all that a driver puts into it.
                    of(
                            "SQL_DATE",
                            java.sql.Date.class,
                            date -> date.toLocalDate().toString(),
                            text -> java.sql.Date.valueOf(LocalDate.parse(text))),
                    of("SQL_TIME", Time.class, ValueType::written, ValueType::time),
                    of(
                            "SQL_TIMESTAMP",
                            Timestamp.class,
                            at -> at.toInstant().toString(),
                            text -> Timestamp.from(Instant.parse(text))))
            .collect(Collectors.toUnmodifiableMap(ValueType::javaType, type -> type));

    private static final Map<String, ValueType<?>> BY_NAME = Stream.concat(
                    BY_CLASS.values().stream(), Stream.of(ESCAPED, LIST, SET))
            .collect(Collectors.toUnmodifiableMap(ValueType::name, type -> type));

    private static <T> ValueType<T> of(
            String name, Class<T> javaType, Function<T, String> write, Function<String, T> read) {
        return new ValueType<>(name, javaType, write, read);
    }

    /** The type of a value; empty when it cannot be kept. */
    static Optional<ValueType<?>> of(Object value) {
        if (value instanceof String text && !Escapes.isPlain(text)) {
            return Optional.of(ESCAPED);
        }
        if (value instanceof Collection<?>) {
            return value instanceof List
                    ? Optional.of(LIST)
                    : value instanceof Set ? Optional.of(SET) : Optional.empty();
        }
        return Optional.ofNullable(BY_CLASS.get(value.getClass()));
    }

    /** @throws IllegalStateException when a newer version of Heldby has written it */
    static ValueType<?> named(String name) {
        ValueType<?> type = BY_NAME.get(name);
        if (type == null) {
            throw new IllegalStateException(
                    "the change log has a value of the type %s, which this version of Heldby does not know; use the version that wrote it"
                            .formatted(name));
        }
        return type;
    }

    String text(Object value) {
        return write.apply(javaType.cast(value));
    }

    Object value(String text) {
        return read.apply(text);
    }

    /** {@link Time#toLocalTime} forgets the milliseconds. */
    private static String written(Time value) {
        long millis = Math.floorMod(value.getTime(), 1_000L);
        return value.toLocalTime().plusNanos(millis * 1_000_000).toString();
    }

    private static Time time(String text) {
        LocalTime time = LocalTime.parse(text);
        return new Time(Time.valueOf(time).getTime() + time.get(ChronoField.MILLI_OF_SECOND));
    }
}
