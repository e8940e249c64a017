package io.heldby.lock;

/**
 * What a store keeps of a {@link Token}. Comparing hashes takes a time that says nothing about the token itself.
 *
 * @param hex the SHA-256 of the token's characters, 64 lower-case hex digits
 */
public record TokenHash(String hex) {

    public TokenHash {
        boolean good = hex.length() == 64;
        for (int i = 0; good && i < 64; i++) {
            char c = hex.charAt(i);
            good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!good) {
            throw new IllegalArgumentException("a token hash is 64 lower-case hex digits");
        }
    }
}
