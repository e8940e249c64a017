package io.heldby.spring.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers programs whose call of the application's own controllers was refused, as the HTTP API would. It comes last, so
 * that whatever the application does with these exceptions itself goes before it. People get {@link PagesForPeople}.
 */
record ProblemsForPrograms(Problems problems, Json json) implements HandlerExceptionResolver, Ordered {

    /** Which exceptions are answered, and how. */
    @FunctionalInterface
    interface Problems {
        /** Empty for every exception that is none of these. */
        Optional<Answer> answer(Throwable failure, HttpServletRequest request);
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (response.isCommitted() || wantsAPage(request)) {
            return null;
        }
        Optional<Answer> answer = problems.answer(failure, request);
        if (answer.isEmpty()) {
            return null;
        }
        try {
            json.write(answer.get().header("Cache-Control", "no-store"), response);
        } catch (IOException clientIsGone) {
            throw new UncheckedIOException(clientIsGone);
        }
        return new ModelAndView();
    }

    /** Browsers ask for HTML by name and before anything else; {@code fetch}, {@code curl} and programs do not. */
    static boolean wantsAPage(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept == null) {
            return false;
        }
        try {
            List<MediaType> wanted = MediaType.parseMediaTypes(accept);
            MimeTypeUtils.sortBySpecificity(wanted);
            return wanted.stream().map(MediaType::getSubtype).findFirst().stream()
                    .anyMatch(subtype -> subtype.equals("html") || subtype.equals("xhtml+xml"));
        } catch (InvalidMediaTypeException unreadable) {
            return false;
        }
    }
}
