package io.heldby.webhook;

import java.time.Duration;

/**
 * What came of sending a message once.
 *
 * @param status 0 when there was no answer
 * @param text for people
 * @param retryAfter how long the receiver wants to be left alone; zero when it does not say
 */
record Attempt(int status, String text, Duration retryAfter) {

    private static final int GONE = 410;

    static Attempt answered(int status, Duration retryAfter) {
        return new Attempt(status, "HTTP " + status, retryAfter);
    }

    static Attempt unanswered(String why) {
        return new Attempt(0, why.length() <= 200 ? why : why.substring(0, 200), Duration.ZERO);
    }

    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    boolean isGone() {
        return status == GONE;
    }
}
