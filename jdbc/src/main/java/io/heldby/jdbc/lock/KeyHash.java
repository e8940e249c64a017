package io.heldby.jdbc.lock;

import io.heldby.lock.LockKey;

/** A number for a key, the same on every node, where a database can only queue for numbers. Two keys may have the same. */
final class KeyHash {

    private KeyHash() {}

    /** As a text's hash code, of 64 bits. */
    static long of(LockKey key) {
        String text = String.join("\0", "heldby", key.tenant(), key.type(), key.id());
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash;
    }
}
