package io.heldby.spring;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

/**
 * Goes around {@link Locked} methods. It asks for its beans at the first call, because Spring makes it before all of them.
 * Safe for use by many threads.
 */
final class LockedInterceptor implements MethodInterceptor {

    private final ConcurrentMap<Method, LockedMethod> methods = new ConcurrentHashMap<>();
    private final Supplier<LockedCalls> calls;

    LockedInterceptor(Supplier<LockedCalls> calls) {
        this.calls = calls;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Class<?> target = Objects.requireNonNull(invocation.getThis(), "a bean").getClass();
        Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), target);
        return calls.get()
                .run(methods.computeIfAbsent(method, LockedMethod::of), invocation)
                .value();
    }
}
