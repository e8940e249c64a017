package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"12345", "a/b\\c;d%20", "Zoë 🚀", " ", "\u202e"})
    void textNamesTheGrantAndItsKeyAndFitsIntoAPath(String id) {
        LockId lockId = LockId.random(new LockKey("west", "policy", id));

        assertThat(LockId.parse("west", lockId.toString())).isEqualTo(lockId);
        assertThat(lockId.toString()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void longestKeyFits() {
        LockId lockId = LockId.random(LockKey.of("t".repeat(100), "i".repeat(255)));

        assertThat(LockId.parse("", lockId.toString())).isEqualTo(lockId);
        assertThat(lockId.toString()).hasSizeLessThan(500);
    }

    @Test
    void tenantComesFromTheApplicationAndNotFromTheText() {
        LockId lockId = LockId.random(new LockKey("west", "policy", "12345"));

        assertThat(LockId.parse("east", lockId.toString()))
                .isEqualTo(new LockId(lockId.key().inTenant("east"), lockId.grant()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "5a8f7f6e-0d5c-4b9e-8f3e-000000000000", "AAAA", "not base64!"})
    void nonsenseIsRefusedAndQuoted(String text) {
        assertThatThrownBy(() -> LockId.parse("", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lockId")
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void wellEncodedNonsenseIsRefusedToo() {
        assertThatThrownBy(() -> LockId.parse("", encoded("0123456789abcdef" + "no type and id")))
                .hasMessageContaining("lockId");
        assertThatThrownBy(() -> LockId.parse("", encoded("0123456789abcdef" + "\0no type")))
                .hasMessageContaining("lockId");
        assertThatThrownBy(() -> LockId.parse("", encoded("0123456789abcdef" + "policy\0" + "1\n2")))
                .hasMessageContaining("lockId");
        byte[] noUtf8 = "0123456789abcdefpolicy\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> LockId.parse("", Base64.getUrlEncoder().encodeToString(noUtf8)))
                .hasMessageContaining("lockId");
        String padded = LockId.random(LockKey.of("policy", "12345")) + "==";
        assertThatThrownBy(() -> LockId.parse("", padded)).hasMessageContaining("lockId");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
