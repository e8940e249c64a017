package io.heldby.spring.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;

/** Releases when somebody signs out: before the session's end does, so that others read the better reason. */
record ReleaseOnSignOut(EditingSessions sessions) implements LogoutHandler {

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        HttpSession http = request.getSession(false);
        if (http != null) {
            sessions.release(http, "signed out");
        }
    }
}
