package io.heldby.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes MessagePack in its shortest form. Redis does so too, and {@code release.lua} compares bytes that this process has
 * packed with bytes that Redis has.
 */
final class Packer {

    private byte[] packed = new byte[256];
    private int length;

    void list(int size) {
        if (size < 1 << 4) {
            head(0x90 + size, 0, size);
        } else {
            head(0xDC, 2, size);
        }
    }

    /** Nothing is told as false, because Lua cuts a list at nil. */
    void text(@Nullable String text) {
        if (text == null) {
            no();
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 1 << 5) {
            head(0xA0 + bytes.length, 0, bytes.length);
        } else if (bytes.length < 1 << 8) {
            head(0xD9, 1, bytes.length);
        } else if (bytes.length < 1 << 16) {
            head(0xDA, 2, bytes.length);
        } else {
            head(0xDB, 4, bytes.length);
        }
        add(bytes);
    }

    void number(long number) {
        head(0xD3, 0, 0);
        add(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    void no() {
        head(0xC2, 0, 0);
    }

    byte[] bytes() {
        return Arrays.copyOf(packed, length);
    }

    /** What comes, and in so many bytes how long it is. */
    private void head(int type, int width, int size) {
        byte[] head = new byte[1 + width];
        head[0] = (byte) type;
        for (int i = 1; i <= width; i++) {
            head[i] = (byte) (size >>> ((width - i) * 8));
        }
        add(head);
    }

    private void add(byte[] bytes) {
        if (length + bytes.length > packed.length) {
            packed = Arrays.copyOf(packed, (length + bytes.length) * 2);
        }
        System.arraycopy(bytes, 0, packed, length, bytes.length);
        length += bytes.length;
    }
}
