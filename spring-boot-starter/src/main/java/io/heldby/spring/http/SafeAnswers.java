package io.heldby.spring.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes every answer under the prefix one of ours, also when a filter or the server gives it. None may be kept by a
 * cache: locks change all the time and answers hold tokens.
 */
final class SafeAnswers extends OncePerRequestFilter {

    private final HttpPrefix prefix;
    private final Json json;

    SafeAnswers(HttpPrefix prefix, Json json) {
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
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        chain.doFilter(request, new ProblemForErrorPage(response, json));
    }
}
