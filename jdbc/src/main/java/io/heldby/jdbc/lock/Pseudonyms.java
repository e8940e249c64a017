package io.heldby.jdbc.lock;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** The same for the same user in one store, and not to be compared with another store's. */
final class Pseudonyms {

    private static final int BYTES = 8;

    private final UUID storeId;

    Pseudonyms(UUID storeId) {
        this.storeId = storeId;
    }

    String of(String user) {
        byte[] hash = sha256().digest((storeId + "/" + user).getBytes(StandardCharsets.UTF_8));
        return "someone-" + HexFormat.of().formatHex(hash, 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
