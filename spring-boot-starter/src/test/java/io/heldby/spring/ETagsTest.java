package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ETagsTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 7, -1, 4_000_000_001L, Long.MAX_VALUE, Long.MIN_VALUE})
    void everyVersionComesBack(long version) {
        String etag = ETags.of(version);

        assertThat(etag).startsWith("\"").endsWith("\"");
        assertThat(ETags.version(etag)).hasValue(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "W/\"7\"",
                "w/\"7\"",
                "*",
                "\"7\", \"8\"",
                "\"07\"",
                "\"-0\"",
                "\"+7\"",
                "\" 7\"",
                "\"7-gzip\"",
                "\"\u0667\"",
                "\"\"",
                "\"9223372036854775808\"",
                "\"99999999999999999999\""
            })
    void whatOfHasNotMadeIsNoVersion(String etag) {
        assertThat(ETags.version(etag)).isEmpty();
    }
}
