package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Values of an application's columns, as a conflict tells them. */
class JsonValueTest {

    private final Json json = new Json();

    @Test
    void whatDriversGiveIsPlainJson() {
        assertThat(told(null)).isEqualTo("null");
        assertThat(told(true)).isEqualTo("true");
        assertThat(told(Instant.parse("2026-03-02T10:47:00Z"))).isEqualTo("\"2026-03-02T10:47:00Z\"");
        assertThat(told(Timestamp.from(Instant.parse("2026-03-02T10:47:00Z")))).startsWith("\"2026-03-02T10:47:00");
        assertThat(told(java.sql.Date.valueOf("2026-03-02"))).isEqualTo("2026-03-02");
        assertThat(told(new UUID(0, 7))).isEqualTo("\"00000000-0000-0000-0000-000000000007\"");
        assertThat(told(new byte[] {1, 2})).isEqualTo("\"AQI=\"");
        assertThat(told(List.of(Thread.State.NEW, Map.of("a", 1)))).isEqualTo("[\"NEW\",{\"a\":1}]");
    }

    @Test
    void whatJsonCannotSayIsToldAsItsText() {
        assertThat(told(new Blob("a blob"))).isEqualTo("a blob");
    }

    /** As drivers' own objects are once the connection is gone. */
    record Blob(@JsonIgnore String text) {

        @JsonProperty
        int length() {
            return Integer.parseInt(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private String told(Object value) {
        return String.valueOf(json.value(value));
    }
}
