package io.heldby.jdbc.unitofwork;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the version of a record that has none: a number made of all its fields, by SHA-256. Records that differ
 * have different ones, but for a chance of one in nine thousand million million; a record that was changed and changed back has
 * the old one again. Positive, and below 2<sup>53</sup>, so that JavaScript can carry it as a number.
 */
final class Fingerprint {

    private static final long MASK = (1L << 53) - 1;

    private Fingerprint() {}

    static long of(Collection<? extends @Nullable Object> values) {
        MessageDigest digest = sha256();
        for (Object value : values) {
            byte[] text = text(value).getBytes(StandardCharsets.UTF_8);
            // The length keeps "ab", "c" apart from "a", "bc"; and null from an empty text.
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(value == null ? -1 : text.length)
                    .flip());
            digest.update(text);
        }
        return ByteBuffer.wrap(digest.digest()).getLong() & MASK;
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros().toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        // Its own text is in the zone of this process.
        return value instanceof Timestamp moment ? moment.toInstant().toString() : value.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
