package io.heldby.hibernate;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks for {@link WithoutVersionCheck} on whatever has led to a statement. Takes its time: only asked when there is cause. */
final class Permission {

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** How javac names the body of a lambda in a method, and Kotlin. */
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+|(.+)\\$lambda\\$\\d+");

    private static final List<String> NEVER_ANNOTATED = List.of("java.", "jdk.internal.", "sun.", "org.hibernate.");

    private Permission() {}

    /** Whether any method on this thread's stack has it, with a reason. */
    static boolean isGiven() {
        return WALKER.walk(frames -> frames.anyMatch(Permission::isGivenBy));
    }

    private static boolean isGivenBy(StackWalker.StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        if (NEVER_ANNOTATED.stream().anyMatch(type.getName()::startsWith)) {
            return false;
        }
        List<Class<?>> types = Proxy.isProxyClass(type) ? List.of(type.getInterfaces()) : List.of(type);
        return types.stream().anyMatch(each -> isGivenBy(each, frame));
    }

    private static boolean isGivenBy(Class<?> type, StackWalker.StackFrame frame) {
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            Method around = each.getEnclosingMethod();
            if (counts(each.getAnnotation(WithoutVersionCheck.class))
                    || (around != null && counts(around.getAnnotation(WithoutVersionCheck.class)))) {
                return true;
            }
        }
        Matcher lambda = LAMBDA.matcher(frame.getMethodName());
        if (!lambda.matches()) {
            return Arrays.stream(methods(type))
                    .filter(method -> method.getName().equals(frame.getMethodName()))
                    .filter(method -> Arrays.equals(
                            method.getParameterTypes(), frame.getMethodType().parameterArray()))
                    .anyMatch(method -> counts(method.getAnnotation(WithoutVersionCheck.class)));
        }
        String name = lambda.group(1) == null ? lambda.group(2) : lambda.group(1);
        return Arrays.stream(methods(type))
                .filter(method -> method.getName().equals(name))
                .anyMatch(method -> counts(method.getAnnotation(WithoutVersionCheck.class)));
    }

    /** Those of an interface with what it inherits, because a proxy has them all. */
    private static Method[] methods(Class<?> type) {
        try {
            return type.isInterface() ? type.getMethods() : type.getDeclaredMethods();
        } catch (NoClassDefFoundError incomplete) {
            // A framework's class that mentions what this application has not got; it is not one that somebody
            // annotates.
            return new Method[0];
        }
    }

    private static boolean counts(@Nullable WithoutVersionCheck annotation) {
        return annotation != null && !annotation.reason().isBlank();
    }
}
