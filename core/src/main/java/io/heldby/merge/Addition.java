package io.heldby.merge;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/**
 * Adds what both sides added. Computed in decimals, as people do, and given back in the type that is stored: 1.1, made 1.2
 * by one and 1.3 by the other, is 1.4 also as a {@code double}.
 */
final class Addition {

    private static final Set<Class<?>> TYPES = Set.of(
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            BigInteger.class,
            BigDecimal.class,
            Float.class,
            Double.class);

    private static final int DIGITS = 10_000;

    private Addition() {}

    static boolean adds(Object value) {
        return TYPES.contains(value.getClass());
    }

    /**
     * The base with both changes: mine + theirs − base. A {@link BigDecimal} has the greatest scale of the three.
     *
     * @return empty when the type of theirs cannot hold it, or when one of them is not finite or absurdly large or precise
     */
    static Optional<Number> of(Number base, Number mine, Number theirs) {
        if (!addable(base) || !addable(mine) || !addable(theirs)) {
            return Optional.empty();
        }
        BigDecimal sum = decimal(mine).add(decimal(theirs)).subtract(decimal(base));
        try {
            return Optional.of(like(theirs, sum)).filter(Addition::finite);
        } catch (ArithmeticException outOfRange) {
            return Optional.empty();
        }
    }

    /** @throws ArithmeticException when it is out of the type's range */
    private static Number like(Number sample, BigDecimal sum) {
        if (sample instanceof Integer) {
            return sum.intValueExact();
        }
        if (sample instanceof Long) {
            return sum.longValueExact();
        }
        if (sample instanceof Short) {
            return sum.shortValueExact();
        }
        if (sample instanceof Byte) {
            return sum.byteValueExact();
        }
        if (sample instanceof BigInteger) {
            return sum.toBigIntegerExact();
        }
        if (sample instanceof Double) {
            return sum.doubleValue();
        }
        return sample instanceof Float ? (Number) sum.floatValue() : sum;
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
    }

    /** 1 and 1E+999999999 have a sum, too, but no memory is large enough to write it down. */
    private static boolean addable(Number number) {
        return finite(number)
                && (!(number instanceof BigDecimal decimal) || Math.abs((long) decimal.scale()) <= DIGITS);
    }

    private static boolean finite(Number number) {
        return !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
    }
}
