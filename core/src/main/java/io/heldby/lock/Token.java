package io.heldby.lock;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The secret of a lease: 128 random bits that prove "this very grant". It travels to the holder and back, is stored
 * only as a {@link TokenHash}, and never shows in a log: {@link #toString()} hides it.
 *
 * @param value 22 characters of base64url
 */
public record Token(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{22}");

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException when the value cannot be a token; the message does not repeat it
     */
    public Token {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("token must be 22 characters of base64url, as the acquire answered it");
        }
    }

    public static Token random() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    public TokenHash hash() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new TokenHash(HexFormat.of().formatHex(sha256.digest(value.getBytes(StandardCharsets.US_ASCII))));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
