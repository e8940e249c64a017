package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {

    private final RedisSettings settings = RedisSettings.defaults();

    @ParameterizedTest
    @ValueSource(strings = {"lock", "lock:", "locks:", "{shop}:", "shop ", "a\nb", "é"})
    void prefixThatCouldMeetOtherKeysIsRefused(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withKeyPrefix(prefix))
                .withMessageContaining("\"" + prefix + "\"");
    }

    @Test
    void ordinaryPrefixesAreTaken() {
        assertThat(settings.withKeyPrefix("shop:").keyPrefix()).isEqualTo("shop:");
        assertThat(settings.keyPrefix()).isEmpty();
    }

    @Test
    void impossibleTimesAreRefusedAndNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withTimeout(Duration.ZERO))
                .withMessageContaining("timeout")
                .withMessageContaining("PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withRemember(Duration.ofDays(-1)))
                .withMessageContaining("remember");
    }
}
