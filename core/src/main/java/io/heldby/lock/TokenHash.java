package io.heldby.lock;

import java.util.regex.Pattern;

/**
 * What a store keeps of a {@link Token}. Comparing hashes takes a time that says nothing about the token itself.
 *
 * @param hex the SHA-256 of the token's characters, 64 lower-case hex digits
 */
public record TokenHash(String hex) {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    public TokenHash {
        if (!SHAPE.matcher(hex).matches()) {
            throw new IllegalArgumentException("a token hash is 64 lower-case hex digits");
        }
    }
}
