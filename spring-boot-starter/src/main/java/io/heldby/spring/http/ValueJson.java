package io.heldby.spring.http;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field's value in JSON: texts, numbers and booleans as such, lists and sets as arrays, bytes in Base64, and everything else
 * as people write it, times by ISO 8601. So are decimals and other numbers that a browser would round: 1.50 stays 1.50.
 */
final class ValueJson {

    private static final double MOST_EXACT = 9_007_199_254_740_991.0;

    private ValueJson() {}

    static @Nullable Object of(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return roundedByBrowsers(number) ? number.toString() : number;
        }
        if (value instanceof Collection<?> all) {
            List<@Nullable Object> array = new ArrayList<>();
            all.forEach(one -> array.add(of(one)));
            return array;
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Timestamp || value.getClass() == Date.class) {
            return ((Date) value).toInstant().toString();
        }
        // Half a character cannot be sent.
        return new String(value.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** They know doubles and nothing else; and those have to be numbers. */
    private static boolean roundedByBrowsers(Number number) {
        return number instanceof BigDecimal
                || number instanceof BigInteger
                || (number instanceof Long whole && Math.abs((double) whole) > MOST_EXACT)
                || !Double.isFinite(number.doubleValue());
    }
}
