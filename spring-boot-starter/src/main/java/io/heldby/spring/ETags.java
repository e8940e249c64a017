package io.heldby.spring;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions as strong ETags (RFC 9110, 8.8.3), such as {@code "7"} with its quotes, for
 * {@code ResponseEntity.ok().eTag(ETags.of(version))}.
 *
 * <p>An ETag is of what the answer shows. After a write that is the version that the write gave back
 * ({@code Mapper.update}) or that the record has after the flush, never the one that was read before, and it goes out after
 * the commit. Where the answer holds more than the versioned record, or differs between those who ask, the version alone
 * does not tell two answers apart: then leave the ETag out and put the version into the body.
 */
public final class ETags {

    private static final Pattern OURS = Pattern.compile("\"(0|-?[1-9][0-9]{0,18})\"");

    private ETags() {}

    /** The strong ETag of a version; any {@code long} is one, and different versions have different ETags. */
    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** The version of an ETag that {@link #of} has made; empty for every other text, weak ETags included. */
    public static OptionalLong version(String etag) {
        Matcher ours = OURS.matcher(etag);
        if (!ours.matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(ours.group(1)));
        } catch (NumberFormatException tooLong) {
            return OptionalLong.empty();
        }
    }
}
