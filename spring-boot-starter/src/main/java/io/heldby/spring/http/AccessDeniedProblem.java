package io.heldby.spring.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.csrf.CsrfException;

/** Spring Security's 403 under the prefix, as a problem. */
final class AccessDeniedProblem implements AccessDeniedHandler {

    private final AccessDeniedHandler elsewhere = new AccessDeniedHandlerImpl();
    private final HttpPrefix prefix;
    private final Json json;

    AccessDeniedProblem(HttpPrefix prefix, Json json) {
        this.prefix = prefix;
        this.json = json;
    }

    /** Spring Security uses the only such handler for every path, hence the look at the prefix. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException, ServletException {
        if (!prefix.covers(request) || response.isCommitted()) {
            elsewhere.handle(request, response, denied);
            return;
        }
        json.write(problem(denied).answer(), response);
    }

    /** A page whose user was signed out has no valid CSRF token any more; what it has to know is the former. */
    private static Problem problem(AccessDeniedException denied) {
        boolean signedIn = new AuthenticationTrustResolverImpl()
                .isAuthenticated(SecurityContextHolder.getContext().getAuthentication());
        if (!signedIn) {
            return Caller.notSignedInProblem();
        }
        return denied instanceof CsrfException
                ? Problem.of(
                        403,
                        "csrf-token",
                        "CSRF token missing",
                        "The CSRF token is missing or out of date. Load the page again.")
                : Problems.notPermitted("You may not do this.");
    }
}
