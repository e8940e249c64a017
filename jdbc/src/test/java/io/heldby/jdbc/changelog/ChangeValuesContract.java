package io.heldby.jdbc.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.FieldChange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A value comes back from the log as it went in: equal, and of the same class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChangeValuesContract {

    private final ChangeLog log = new ChangeLog(JdbcSettings.defaults(), () -> "");
    private TestDatabase database;
    private Connection connection;
    private long version;

    abstract TestDatabase newDatabase();

    @BeforeAll
    void start() throws SQLException {
        database = newDatabase();
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        connection = database.openConnection();
    }

    @AfterAll
    void stop() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void numbersKeepTheirClassAndTheirScale() throws SQLException {
        keeps(
                Byte.MIN_VALUE,
                Short.MAX_VALUE,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                BigInteger.TEN.pow(60),
                new BigDecimal("1.50"),
                new BigDecimal("1.5"),
                new BigDecimal("1E+7"),
                new BigDecimal("-0.000000000000000000001"),
                0.1,
                Double.MIN_VALUE,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                -0.0,
                0.1f);
    }

    @Test
    void whatIsNeitherNumberNorTextNorTimeIsKept() throws SQLException {
        keeps(true, false, 'x', '\0', '\ud83d', '\\', UUID.randomUUID(), DayOfWeek.FRIDAY.name());
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertThat((byte[]) kept(bytes)).isEqualTo(bytes);
        assertThat((byte[]) kept(new byte[0])).isEmpty();
    }

    @Test
    void textsAreKeptExactly() throws SQLException {
        keeps(
                "",
                " ",
                "null",
                "trailing  ",
                "a\0b",
                "half \ud83d a character, then \udc00",
                "back\\slash \\u0000 \\n",
                "line\nline\r\n\ttab",
                "quote ' \" ` $1 ? {x} % _ --",
                "Wong wong ß é e\u0301 \u202e",
                "😀".repeat(300),
                "x😀\\".repeat(25_000));
    }

    @Test
    void timesAreKeptToTheNanosecondAndInTheirClass() throws SQLException {
        keeps(
                Instant.parse("2026-03-29T00:30:00.123456789Z"),
                Instant.MIN,
                LocalDate.of(-44, 3, 15),
                LocalDate.MAX,
                LocalTime.of(23, 59, 59, 999_999_999),
                // There is no such hour in Berlin.
                LocalDateTime.of(2026, 3, 29, 2, 30),
                OffsetDateTime.parse("2026-03-29T02:30:00.5+05:45"),
                Date.from(Instant.parse("2026-03-29T00:30:00.123Z")),
                java.sql.Date.valueOf("2026-03-29"),
                Time.valueOf("02:30:01"),
                new Time(Time.valueOf("23:59:59").getTime() + 987),
                Timestamp.from(Instant.parse("2026-03-29T00:30:00.123456789Z")));
    }

    @Test
    void listsAndSetsOfTheseAreKept() throws SQLException {
        List<Object> withNull = new ArrayList<>(Arrays.asList(1, null, "", "a\nb\\n", 1.5, null));
        keeps(
                List.of(),
                List.of(""),
                withNull,
                Set.of(),
                new LinkedHashSet<>(List.of("b", "a", "NULL", "NULL x")),
                List.of(List.of("a", "b\n"), Set.of(List.of())));
    }

    @Test
    void anEnumIsKeptAsItsName() throws SQLException {
        assertThat(kept(DayOfWeek.FRIDAY)).isEqualTo("FRIDAY");
        assertThat(kept(List.of(DayOfWeek.FRIDAY))).isEqualTo(List.of("FRIDAY"));
    }

    @Test
    void whatCannotBeKeptIsRefusedWithTheFieldItsClassAndTheWayOut() {
        for (Object value : List.of(Locale.GERMAN, new int[1], new ArrayDeque<>(), List.of(new Object()))) {
            String culprit = value instanceof List
                    ? "java.lang.Object"
                    : value.getClass().getName();
            assertThatThrownBy(() -> kept(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("customer 42")
                    .hasMessageContaining("field city")
                    .hasMessageContaining(culprit)
                    .hasMessageContaining("mask the field");
        }
    }

    @Test
    void namesAreKeptExactlyUpToTheirLength() throws SQLException {
        String longest = "😀".repeat(127) + "x";
        Change change = new Change(
                "é".repeat(100),
                longest,
                1,
                Action.CHANGED,
                0L,
                longest,
                "ß".repeat(100),
                List.of(FieldChange.of(longest, null, 1)));
        log.write(connection, List.of(change));

        assertThat(log.find(connection, change.entity(), longest, 1)).hasValueSatisfying(kept -> {
            assertThat(kept.id()).isEqualTo(longest);
            assertThat(kept.by()).isEqualTo(longest);
            assertThat(kept.saveId()).isEqualTo(change.saveId());
            assertThat(kept.fields()).isEqualTo(change.fields());
        });
    }

    private void keeps(Object... values) throws SQLException {
        for (Object value : values) {
            assertThat(kept(value)).isEqualTo(value).hasSameHashCodeAs(value);
            if (!(value instanceof List) && !(value instanceof Set)) {
                assertThat(kept(value)).hasSameClassAs(value);
            }
        }
    }

    private Object kept(Object value) throws SQLException {
        version++;
        FieldChange field = FieldChange.of("city", value, List.of(value));
        log.write(
                connection,
                List.of(new Change("customer", "42", version, Action.CHANGED, null, "Leia", null, List.of(field))));
        FieldChange kept = log.find(connection, "customer", "42", version)
                .orElseThrow()
                .fields()
                .get(0);
        if (!(value instanceof byte[])
                && !(value instanceof Enum)
                && !value.toString().contains("FRIDAY")) {
            assertThat(kept.after()).isEqualTo(List.of(value));
        }
        return kept.before();
    }
}
