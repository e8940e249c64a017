package io.heldby.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heldby.lock.LockEvent;
import io.heldby.lock.LockEvent.Kind;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {

    private static final String URL = "https://example.com/hooks";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com:8443/hooks?key=1",
                "http://localhost:8080/hooks",
                "http://127.0.0.1/",
                "http://127.1.2.3/",
                "http://[::1]:9/x",
                "HTTPS://EXAMPLE.COM/"
            })
    void encryptedUrlsAndThoseOnThisComputerAreTaken(String url) {
        assertThat(Webhook.of("audit", url, SECRET).url().toString()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                              | url is missing
            example.com/hooks               | url must name a host
            /hooks                          | url must name a host
            https:///hooks                  | url must name a host
            https://example.com/#top        | url must name a host and have nothing behind a #
            http://example.com/hooks        | url must begin with https://, because events name people
            http://127.0.0.1.example.com/   | url must begin with https://
            http://localhost.example.com/   | url must begin with https://
            http://0.0.0.0/                 | url must begin with https://
            ftp://localhost/                | url must begin with https://
            'https://exam ple.com/'         | url must be a URL such as
            https://bob:pw@example.com/     | url must not contain a user or password
            https://pw@/x                   | url must not contain a user or password
            """)
    void otherUrlsAreRefused(String url, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Webhook.of("audit", url, SECRET))
                .withMessageStartingWith(message);
    }

    @Test
    void noMessageAndNoTextShowsWhatIsSecret() {
        String key = SECRET.substring("whsec_".length());
        assertThat(Webhook.of("audit", URL + "?key=hush", SECRET).toString())
                .isEqualTo("audit (https://example.com/hooks?...)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Webhook.of("audit", "https://bob:hush@example.com/?key=hush", SECRET))
                .satisfies(refused -> assertThat(refused).hasMessageNotContaining("hush"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Webhook.of("audit", URL, key))
                .satisfies(refused -> assertThat(refused).hasMessageNotContaining(key));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Webhook.of("audit", URL, "whsec_!" + key))
                .withNoCause()
                .satisfies(refused -> assertThat(refused).hasMessageNotContaining(key));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            null                                  | is missing
            MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw      | does not begin with whsec_
            whsec_                                | has 0 bytes
            whsec_c2hvcnQ=                        | has 5 bytes
            whsec_#                               | is not Base64
            """)
    void aSecretThatIsNoneIsRefused(String secret, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Webhook.of("audit", URL, secret))
                .withMessageStartingWith("secret must be whsec_ and 24 to 64 random bytes in Base64, but " + message)
                .withMessageEndingWith("openssl rand -base64 32\" prints");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "-x", "a.b", "ä"})
    void aNameThatIsNoneIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Webhook.of(name, URL, SECRET))
                .withMessageStartingWith("name must be 1 to 100 letters")
                .withMessageContaining("\"" + name + "\"");
    }

    @Test
    void typesAndKindsNarrowItDown() {
        Webhook all = Webhook.of("audit", URL, SECRET);
        Webhook some = all.ofTypes(Set.of("policy")).ofKinds(Set.of(Kind.BROKEN, Kind.SUSPENDED));

        assertThat(all.wants(event("order", Kind.ACQUIRED))).isTrue();
        assertThat(some.wants(event("policy", Kind.BROKEN))).isTrue();
        assertThat(some.wants(event("policy", Kind.ACQUIRED))).isFalse();
        assertThat(some.wants(event("order", Kind.BROKEN))).isFalse();
        assertThat(some.wants(event("", Kind.SUSPENDED))).isTrue();
    }

    private static LockEvent event(String type, Kind kind) {
        return new LockEvent(1, kind, "", type, "1", null, null, null, null, null, null, Instant.EPOCH, null);
    }
}
