package io.heldby.spring.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The client's name for one request, which it keeps when it sends that request again.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The Idempotency-Key HTTP
 *     Header Field</a>
 */
record IdempotencyKey(String value) {

    static final String HEADER = "Idempotency-Key";

    /** The draft wants quotes; many clients send none. */
    private static final Pattern SHAPE = Pattern.compile("\"([!#-\\[\\]-~]{1,100})\"|([!#-\\[\\]-~]{1,100})");

    /** Null for a request that has none. */
    static @Nullable IdempotencyKey parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        var parts = SHAPE.matcher(header);
        if (!parts.matches()) {
            throw Problem.badField(
                            HEADER,
                            HEADER
                                    + " must be 1 to 100 visible ASCII characters, such as a UUID, in quotes or without.")
                    .refusal();
        }
        return new IdempotencyKey(parts.group(1) == null ? parts.group(2) : parts.group(1));
    }
}
