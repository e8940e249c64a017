package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The verifier that the other tests rely on, with the example that the libraries of Standard Webhooks are tested with. */
class WebhookReceiverTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long SENT = 1614265330;
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void onlyWhatIsGenuineAndFreshIsTaken() throws Exception {
        assertThat(verify(ID, SIGNATURE, BODY, SENT)).isTrue();
        assertThat(verify(ID, "v1,aGVsbG8= " + SIGNATURE, BODY, SENT + 299)).isTrue();
        assertThat(verify("msg_other", SIGNATURE, BODY, SENT)).isFalse();
        assertThat(verify(ID, SIGNATURE, BODY + " ", SENT)).isFalse();
        assertThat(verify(ID, SIGNATURE, BODY, SENT + 301)).isFalse();
        assertThat(verify(ID, SIGNATURE.replace("v1,", "v2,"), BODY, SENT)).isFalse();
    }

    private static boolean verify(String id, String signatures, String body, long now) throws Exception {
        return WebhookReceiver.verify(SECRET, id, Long.toString(SENT), signatures, body, now);
    }
}
