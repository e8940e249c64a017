package io.heldby.spring.http;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.StringUtils;

/**
 * A program that authenticates each request with an {@code Authorization} header has no CSRF token and needs none: what
 * another site makes a browser send carries cookies, not that header. A browser that remembers a Basic password does add
 * it, but not what every change here also needs: a JSON content type, the method DELETE, or the header Lock-Token, for
 * each of which a browser asks this server first.
 */
record NeedsNoCsrfToken(HttpPrefix prefix) implements RequestMatcher {

    @Override
    public boolean matches(HttpServletRequest request) {
        return StringUtils.hasText(request.getHeader(HttpHeaders.AUTHORIZATION))
                && request.getRequestedSessionId() == null
                && prefix.covers(request);
    }
}
