package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockCursorTest {

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-02T10:00:00Z", "2026-03-02T10:00:00.123456Z", "2026-10-25T00:30:00Z"})
    void decodesToWhatWasEncoded(Instant acquiredAt) {
        LockCursor cursor = new LockCursor(acquiredAt, UUID.randomUUID());

        assertThat(cursor.encoded()).matches("[A-Za-z0-9_-]+");
        assertThat(LockCursor.decoded(cursor.encoded())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "????", "2026-03-02T10:00:00Z_", "AAAA", "é"})
    void garbageIsRefusedByValue(String garbage) {
        assertThatThrownBy(() -> LockCursor.decoded(garbage))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cursor")
                .hasMessageContaining("\"" + garbage + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "2026-03-02T10:00:00Z",
                "2026-03-02T10:00:00Z_not-a-uuid",
                "yesterday_5a8f7f6e-0d5c-4b9e-8f3e-000000000000",
                "_5a8f7f6e-0d5c-4b9e-8f3e-000000000000"
            })
    void wellEncodedNonsenseIsRefusedToo(String inside) {
        String cursor = Base64.getUrlEncoder().encodeToString(inside.getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> LockCursor.decoded(cursor)).isInstanceOf(IllegalArgumentException.class);
    }
}
