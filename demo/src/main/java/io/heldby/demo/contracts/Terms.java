package io.heldby.demo.contracts;

import io.heldby.version.Conflict;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * When a contract is paid, as an older system keeps it.
 *
 * @param payDays after the invoice
 * @param discount for whoever pays within half of that time, in per cent
 */
public record Terms(long contract, int payDays, BigDecimal discount, String note) {

    /** Of a contract for which the older system has none. */
    static Terms none(long contract) {
        return new Terms(contract, 30, BigDecimal.ZERO.setScale(1), "");
    }

    /** As a conflict says that they are now. */
    static Terms stored(long contract, Conflict conflict) {
        return new Terms(
                contract, (Integer) theirs(conflict, "payDays"), (BigDecimal) theirs(conflict, "discount"), (String)
                        theirs(conflict, "note"));
    }

    private static Object theirs(Conflict conflict, String name) {
        return conflict.fields().stream()
                .filter(field -> field.field().equals(name))
                .map(field -> field.values().theirs())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a conflict without %s: %s".formatted(name, conflict)));
    }
}
