package io.heldby.spring.session;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/**
 * Releases when an HTTP session ends, by timeout or by {@code invalidate()}. It listens from outside instead of being
 * bound to the session, because what is bound is also serialized, and unbound when a session is merely written elsewhere.
 */
record ReleaseOnSessionEnd(EditingSessions sessions) implements HttpSessionListener {

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        sessions.release(event.getSession(), EditingSessions.SESSION_ENDED);
    }
}
