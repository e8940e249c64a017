package io.heldby.spring.http;

import io.heldby.spring.ExpectedVersion;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives handler methods their {@link ExpectedVersion}, and notes in the request that it came from {@code If-Match}. */
final class ExpectedVersionArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(ExpectedVersion.class);
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer page,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders) {
        boolean required = isRequired(parameter);
        HttpServletRequest request = Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class));
        IfMatch given = IfMatch.of(request);
        if (given == null && required) {
            throw IfMatch.missing();
        }
        Long version = null;
        if (given != null) {
            version = given.version();
            given.isUsedFor(request);
        }
        return parameter.isOptional() && parameter.getParameterType() == Optional.class
                ? Optional.ofNullable(version)
                : version;
    }

    private static boolean isRequired(MethodParameter parameter) {
        Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
        if (type != long.class && type != Long.class) {
            throw wrong(
                    parameter, "is a " + type.getSimpleName() + ", but a version is a long, Long or Optional<Long>");
        }
        ExpectedVersion annotation = Objects.requireNonNull(parameter.getParameterAnnotation(ExpectedVersion.class));
        if (!annotation.required() && type == long.class) {
            throw wrong(parameter, "is a long, which cannot be missing: make it a Long, or leave required=false out");
        }
        return annotation.required() && parameter.getParameterType() != Optional.class;
    }

    private static IllegalStateException wrong(MethodParameter parameter, String mistake) {
        return new IllegalStateException("@ExpectedVersion %s of %s %s"
                .formatted(
                        parameter.getParameterName() == null
                                ? "parameter " + parameter.getParameterIndex()
                                : parameter.getParameterName(),
                        parameter.getExecutable().toGenericString(),
                        mistake));
    }
}
