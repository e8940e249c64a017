package io.heldby.spring;

import io.heldby.lock.EditHandle;
import io.heldby.lock.Lease;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * The parameters of a {@link Locked} method that are filled with what it holds.
 *
 * @param byIndex what each of them gets; all others are the caller's
 */
record LeaseParameters(Map<Integer, Function<List<Lease>, Object>> byIndex) {

    static LeaseParameters of(Method method) {
        Map<Integer, Function<List<Lease>, Object>> byIndex = new LinkedHashMap<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            Function<List<Lease>, Object> filling = filling(new MethodParameter(method, i));
            if (filling != null) {
                byIndex.put(i, filling);
            }
        }
        return new LeaseParameters(byIndex);
    }

    static boolean isOne(MethodParameter parameter) {
        return filling(parameter) != null;
    }

    /** The caller's arguments, with leases in the places that they left empty. */
    @Nullable
    Object[] fill(@Nullable Object[] arguments, List<Lease> leases) {
        @Nullable Object[] filled = arguments.clone();
        byIndex.forEach((index, filling) -> {
            if (filled[index] == null) {
                filled[index] = filling.apply(leases);
            }
        });
        return filled;
    }

    private static @Nullable Function<List<Lease>, Object> filling(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        if (type == Lease.class) {
            return LeaseParameters::only;
        }
        if (type == EditHandle.class) {
            return leases -> only(leases).handle();
        }
        if (type != List.class) {
            return null;
        }
        Class<?> element =
                ResolvableType.forMethodParameter(parameter).getGeneric(0).resolve();
        if (element == Lease.class) {
            return leases -> leases;
        }
        return element == EditHandle.class
                ? leases -> leases.stream().map(Lease::handle).toList()
                : null;
    }

    private static Lease only(List<Lease> leases) {
        if (leases.size() != 1) {
            throw new IllegalArgumentException(
                    "%d keys are locked here, so one lease cannot stand for them: declare a List"
                            .formatted(leases.size()));
        }
        return leases.get(0);
    }
}
