package io.heldby.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.HandlerMapping;

/** The screen of an HTTP request. The pattern of its path, not the path itself: there are as many screens as controllers have. */
final class RequestScreen implements CurrentScreen {

    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    @Override
    public @Nullable String name() {
        HttpServletRequest request = request();
        if (request == null) {
            return null;
        }
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? null : request.getMethod() + " " + pattern;
    }

    @Override
    public @Nullable String session() {
        HttpServletRequest request = request();
        HttpSession session = request == null ? null : request.getSession(false);
        return session == null ? null : session.getId();
    }

    @Override
    public boolean showing() {
        HttpServletRequest request = request();
        return request != null && SAFE.contains(request.getMethod());
    }

    private static @Nullable HttpServletRequest request() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getRequest()
                : null;
    }
}
