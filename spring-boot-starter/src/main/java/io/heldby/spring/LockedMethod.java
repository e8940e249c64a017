package io.heldby.spring;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ObjectUtils;

/** What a method's {@link Locked} says, with its expression parsed once. Immutable. */
final class LockedMethod {

    private static final SpelExpressionParser PARSER = new SpelExpressionParser();
    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final Method method;
    private final Locked locked;
    private final Expression id;
    private final LeaseParameters leaseParameters;

    private LockedMethod(Method method, Locked locked, Expression id) {
        this.method = method;
        this.locked = locked;
        this.id = id;
        this.leaseParameters = LeaseParameters.of(method);
    }

    /**
     * Reads the annotation.
     *
     * @param method of the bean's class, not of its proxy or interface
     * @throws IllegalArgumentException when the expression cannot be parsed
     */
    static LockedMethod of(Method method) {
        Locked locked = Objects.requireNonNull(
                AnnotatedElementUtils.findMergedAnnotation(method, Locked.class), "the method is @Locked");
        try {
            return new LockedMethod(method, locked, PARSER.parseExpression(locked.id()));
        } catch (ParseException unreadable) {
            throw new IllegalArgumentException(
                    "%s is no expression: %s. Write it like id = \"#id\" or id = \"#command.patientId\""
                            .formatted(place(method, locked), unreadable.getMessage()),
                    unreadable);
        }
    }

    LockedUntil until() {
        return locked.until();
    }

    LockMode mode() {
        return locked.mode();
    }

    @Nullable
    String reason() {
        return locked.reason().isEmpty() ? null : locked.reason();
    }

    LeaseParameters leaseParameters() {
        return leaseParameters;
    }

    /**
     * What a call locks, as it is named: members of an aggregate, not their roots.
     *
     * @throws IllegalArgumentException when the expression gives no id; names method, expression and value
     */
    List<LockKey> keys(String tenant, @Nullable Object[] arguments) {
        Object value = value(arguments);
        if (value instanceof Collection<?> several) {
            return several.stream().map(one -> key(tenant, one)).toList();
        }
        if (value != null && value.getClass().isArray()) {
            return Arrays.stream(ObjectUtils.toObjectArray(value))
                    .map(one -> key(tenant, one))
                    .toList();
        }
        return List.of(key(tenant, value));
    }

    @SuppressWarnings("NullAway") // The root object may be null, see its callers in Spring; it is not annotated so.
    private @Nullable Object value(@Nullable Object[] arguments) {
        try {
            return id.getValue(new MethodBasedEvaluationContext(null, method, arguments, NAMES));
        } catch (EvaluationException failed) {
            throw new IllegalArgumentException(
                    "%s cannot be evaluated: %s. %s".formatted(this, failed.getMessage(), whatThereIs()), failed);
        }
    }

    private LockKey key(String tenant, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "%s gave null, and that locks nothing. %s".formatted(this, whatThereIs()));
        }
        if (!BeanUtils.isSimpleValueType(value.getClass())) {
            // Its text would hardly be the id that everybody else locks.
            throw new IllegalArgumentException("%s gave a %s (%s), which is no id: name the part of it that is one"
                    .formatted(this, value.getClass().getName(), value));
        }
        try {
            return new LockKey(tenant, locked.type(), value.toString());
        } catch (IllegalArgumentException notAKey) {
            throw new IllegalArgumentException(
                    "%s gave \"%s\": %s".formatted(this, value, notAKey.getMessage()), notAKey);
        }
    }

    /** A misspelt parameter is null to SpEL. */
    private String whatThereIs() {
        String[] names = NAMES.getParameterNames(method);
        return names == null
                ? "The names of its parameters are not known: compile with -parameters, or write #p0 for the first"
                : "Its parameters are " + Arrays.toString(names);
    }

    @Override
    public String toString() {
        return place(method, locked);
    }

    private static String place(Method method, Locked locked) {
        return "@Locked(id = \"%s\") on %s.%s"
                .formatted(locked.id(), method.getDeclaringClass().getName(), method.getName());
    }
}
