package io.heldby.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** Stops the start where a {@link Locked} would be without effect: a lock that is silently not taken protects nothing. */
final class LockedMethodsCheck implements SmartInitializingSingleton {

    /** By name, because they need not be there. */
    private static final Set<String> RETURN_EARLY = Set.of(
            "org.reactivestreams.Publisher",
            "org.springframework.web.context.request.async.DeferredResult",
            "org.springframework.web.context.request.async.WebAsyncTask",
            "org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
            "org.springframework.web.servlet.mvc.method.annotation.SseEmitter",
            "org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody",
            "reactor.core.publisher.Flux",
            "reactor.core.publisher.Mono");

    private final ConfigurableListableBeanFactory beans;

    LockedMethodsCheck(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beans.getBeanDefinitionNames()) {
            Class<?> type = beans.getType(name, false);
            if (type != null && !type.getName().startsWith("org.springframework.")) {
                check(ClassUtils.getUserClass(type));
            }
        }
    }

    private static void check(Class<?> type) {
        Set<Method> methods = MethodIntrospector.selectMethods(
                type, (Method method) -> AnnotatedElementUtils.hasAnnotation(method, Locked.class));
        methods.forEach(LockedMethodsCheck::check);
    }

    private static void check(Method method) {
        LockedMethod locked = parsed(method);
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isFinal(modifiers) || Modifier.isStatic(modifiers)) {
            throw new HeldbyConfigurationException(
                    locked + " is without effect, because a proxy cannot override the method.",
                    "Make it neither private nor final nor static.");
        }
        if (locked.until() == LockedUntil.AFTER_CALL && returnsEarly(method.getReturnType())) {
            throw new HeldbyConfigurationException(
                    "%s would release its lock before the work is done, because the method returns a %s."
                            .formatted(locked, method.getReturnType().getSimpleName()),
                    "Put @Locked on the method that does the work, on the thread that does it.");
        }
    }

    private static LockedMethod parsed(Method method) {
        try {
            return LockedMethod.of(method);
        } catch (IllegalArgumentException unreadable) {
            throw new HeldbyConfigurationException(
                    String.valueOf(unreadable.getMessage()) + ".", "Correct the expression.", unreadable);
        }
    }

    private static boolean returnsEarly(Class<?> type) {
        return Future.class.isAssignableFrom(type)
                || CompletionStage.class.isAssignableFrom(type)
                || Callable.class.isAssignableFrom(type)
                || Flow.Publisher.class.isAssignableFrom(type)
                || RETURN_EARLY.contains(type.getName());
    }
}
