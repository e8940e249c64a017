package io.heldby.lock;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * Names one grant of one key, for ever: the next grant of the key has another id. It is no secret and proves nothing;
 * that is what the {@link Token} is for. Because it carries the key, a store finds the grant without an index of its own.
 *
 * @param grant which grant of the key
 */
public record LockId(LockKey key, UUID grant) {

    private static final int GRANT_BYTES = 2 * Long.BYTES;

    /** A new one. */
    public static LockId random(LockKey key) {
        return new LockId(key, UUID.randomUUID());
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @param tenant from the application, never from a request; the text does not carry it
     * @throws IllegalArgumentException when the text is not a lock id; quotes it
     */
    public static LockId parse(String tenant, String text) {
        Text.checked("tenant", tenant, 0, 100);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            UUID grant = new UUID(bytes.getLong(), bytes.getLong());
            String typeAndId = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            int cut = typeAndId.indexOf('\0');
            LockId id =
                    new LockId(new LockKey(tenant, typeAndId.substring(0, cut), typeAndId.substring(cut + 1)), grant);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (CharacterCodingException | RuntimeException notOne) {
            // Same answer as for the sloppy forms that decoders let pass, below.
        }
        throw new IllegalArgumentException(
                "lockId must be one that an acquire answered, but is \"" + Text.shortened(text) + "\"");
    }

    /** As text that fits into a path of a URL: letters, digits, {@code -} and {@code _}. */
    @Override
    public String toString() {
        byte[] typeAndId = (key.type() + '\0' + key.id()).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(GRANT_BYTES + typeAndId.length)
                .putLong(grant.getMostSignificantBits())
                .putLong(grant.getLeastSignificantBits())
                .put(typeAndId)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
