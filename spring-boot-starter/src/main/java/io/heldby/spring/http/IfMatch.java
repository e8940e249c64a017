package io.heldby.spring.http;

import io.heldby.spring.ETags;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The header {@code If-Match} of a write.
 *
 * @param value as it was sent; several lines of it are one list
 */
record IfMatch(String value) {

    private static final String USED = IfMatch.class.getName() + ".used";
    private static final String FIX = " Send the ETag that came with the record, as it came, such as If-Match: \"7\".";
    private static final int SHOWN = 60;

    /** Null when the request has none. */
    static @Nullable IfMatch of(HttpServletRequest request) {
        List<String> lines = Collections.list(request.getHeaders(HttpHeaders.IF_MATCH));
        return lines.isEmpty() ? null : new IfMatch(String.join(", ", lines).strip());
    }

    static RefusedPrecondition missing() {
        return new RefusedPrecondition(Problem.of(
                        428,
                        "version-required",
                        "Version required",
                        "A write must say which version it is based on, but has no If-Match." + FIX)
                .at(HttpHeaders.IF_MATCH));
    }

    /**
     * The version that it names.
     *
     * @throws RefusedPrecondition when it names none, or not exactly one
     */
    long version() {
        OptionalLong version = ETags.version(value);
        if (version.isPresent()) {
            return version.getAsLong();
        }
        throw new RefusedPrecondition(problem().at(HttpHeaders.IF_MATCH));
    }

    /** From here on the request is one whose precondition is this version. */
    void isUsedFor(HttpServletRequest request) {
        request.setAttribute(USED, version());
    }

    /** The version that the application was given from the header; null when it was given none. */
    static @Nullable Long usedFor(HttpServletRequest request) {
        return (Long) request.getAttribute(USED);
    }

    private Problem problem() {
        if (value.startsWith("W/") && !value.contains(",")) {
            return Problem.of(
                    412,
                    "weak-etag",
                    "Weak ETag",
                    ("If-Match is %s, and a weak ETag never matches there. Send the strong one that came with the record."
                                    + " If it came weak, something on the way made it so, such as a proxy that compresses.")
                            .formatted(shown()));
        }
        return Problem.of(400, "bad-request", "Bad request", "If-Match is %s, %s.".formatted(shown(), mistake()) + FIX);
    }

    private String mistake() {
        if (value.equals("*")) {
            return "which fits any version, so that what others have saved meanwhile would be overwritten";
        }
        if (value.contains(",")) {
            return "which is more than one version, but a write is based on one";
        }
        return ETags.version("\"" + value + "\"").isPresent()
                ? "which lacks its quotes"
                : "which is not the ETag of a version";
    }

    private String shown() {
        String visible = value.isEmpty() ? "empty" : value.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= SHOWN ? visible : visible.substring(0, SHOWN - 3) + "...";
    }
}
