package io.heldby.spring.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a controller of Heldby answers. Not a {@code ResponseEntity}, because that is written by the application's
 * converters and may be wrapped by its advice; this one is written by {@link Json} alone.
 */
record Answer(int status, @Nullable Object body, Map<String, String> headers) {

    static Answer ok(Object body) {
        return of(200, body);
    }

    static Answer of(int status, Object body) {
        return new Answer(status, body, Map.of());
    }

    static Answer noContent() {
        return new Answer(204, null, Map.of());
    }

    Answer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, body, more);
    }

    Answer retryAfter(long seconds) {
        return header("Retry-After", Long.toString(seconds));
    }
}
