package io.heldby.spring.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 401 under the prefix where Spring Security would redirect to a login page, which a script cannot tell from an
 * answer. A filter and not an entry point: the first entry point that is registered also becomes the default of every
 * other path, and this comes before the application's.
 */
final class NotSignedInProblem extends OncePerRequestFilter {

    private final HttpPrefix prefix;
    private final Json json;

    NotSignedInProblem(HttpPrefix prefix, Json json) {
        this.prefix = prefix;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !prefix.covers(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (AccessDeniedException | AuthenticationException refused) {
            if (response.isCommitted() || signedIn()) {
                throw refused;
            }
            json.write(Caller.notSignedInProblem().answer(), response);
        }
    }

    private static boolean signedIn() {
        return new AuthenticationTrustResolverImpl()
                .isAuthenticated(SecurityContextHolder.getContext().getAuthentication());
    }
}
