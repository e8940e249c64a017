package io.heldby.redis;

import io.heldby.lock.GrantRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a grant before it is granted, as MessagePack, in the order of the places in grants.lua. The server only
 * puts its times and the fence behind it: one argument in place of many is what makes an acquire cheap.
 */
final class PackedGrant {

    private static final int PLACES = 20;

    private final ByteArrayOutputStream packed = new ByteArrayOutputStream(256);

    private PackedGrant() {}

    static byte[] of(GrantRequest request) {
        PackedGrant grant = new PackedGrant();
        grant.list(PLACES);
        grant.text(request.token().hash().hex());
        grant.number(request.terms().lease().toNanos() / 1000);
        grant.text(request.terms().renewal().name());
        grant.text(request.terms().expiry().name());
        grant.no(); // Nobody has logged that it expired.
        grant.text(request.onceId());
        grant.no(); // It is not a batch that is coming.
        grant.text(request.lockId().toString());
        grant.text(request.mode().name());
        grant.text(request.owner().user());
        grant.text(request.owner().session());
        grant.text(request.owner().displayName());
        grant.text(request.owner().actorKind().name());
        grant.text(request.reason());
        return grant.packed.toByteArray();
    }

    private void list(int length) {
        head(0xDC, 2, length);
    }

    /** Nothing is told as false, because Lua cuts a list at nil. */
    private void text(@Nullable String text) {
        if (text == null) {
            no();
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 1 << 8) {
            head(0xD9, 1, bytes.length);
        } else {
            head(0xDB, 4, bytes.length);
        }
        packed.writeBytes(bytes);
    }

    private void number(long number) {
        packed.write(0xD3);
        packed.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private void no() {
        packed.write(0xC2);
    }

    /** What comes, and in so many bytes how long it is. */
    private void head(int type, int width, int length) {
        packed.write(type);
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
            packed.write(length >>> shift);
        }
    }
}
