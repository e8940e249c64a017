package io.heldby.spring.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers everything that goes wrong under the prefix. A {@code @ControllerAdvice} would not do: a wrong method, media
 * type or path fails before a controller is found, and an advice of the application might come first.
 */
record ProblemResolver(HttpPrefix prefix, Json json) implements HandlerExceptionResolver, Ordered {

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (!prefix.covers(request) || response.isCommitted()) {
            return null;
        }
        try {
            json.write(Problems.answer(failure), response);
        } catch (IOException clientIsGone) {
            throw new UncheckedIOException(clientIsGone);
        }
        return new ModelAndView();
    }
}
