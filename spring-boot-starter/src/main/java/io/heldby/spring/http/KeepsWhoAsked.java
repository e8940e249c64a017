package io.heldby.spring.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * An event stream ends by one more dispatch of the request that opened it, which Spring Security checks again. Whoever has
 * signed out meanwhile has no HTTP session any more: so the request itself keeps who opened it.
 */
final class KeepsWhoAsked extends OncePerRequestFilter {

    private final HttpPrefix prefix;
    private final RequestAttributeSecurityContextRepository ofRequest = new RequestAttributeSecurityContextRepository();

    KeepsWhoAsked(HttpPrefix prefix) {
        this.prefix = prefix;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !prefix.covers(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // A context of its own: signing out empties the one that the session has.
        Authentication whoAsks = SecurityContextHolder.getContext().getAuthentication();
        if (whoAsks != null) {
            ofRequest.saveContext(new SecurityContextImpl(whoAsks), request, response);
        }
        chain.doFilter(request, response);
    }
}
