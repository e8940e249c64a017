package io.heldby.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The Lua scripts, one per operation and never put together from input; what they share stands in front of each. */
enum Script {
    ACQUIRE("grants", "modes"),
    GIVE_UP("grants"),
    CHANGE_MODE("grants", "modes"),
    RENEW("grants"),
    RELEASE("grants"),
    SOFT_RELEASE("grants"),
    END_SESSION("grants"),
    FORCE_RELEASE("grants"),
    READ("grants"),
    TIDY("grants"),
    SUSPEND,
    RESUME,
    SUSPENSIONS;

    private final String source;
    private final String sha;

    Script(String... shared) {
        StringBuilder text = new StringBuilder();
        for (String part : shared) {
            text.append(file(part));
        }
        source = text.append(file(name().toLowerCase(Locale.ROOT))).toString();
        sha = sha1(source);
    }

    String source() {
        return source;
    }

    /** By which the server knows a script that it has seen before. */
    String sha() {
        return sha;
    }

    private static String file(String name) {
        String path = name + ".lua";
        try (InputStream in = Script.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + path + " next to " + Script.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + path, failed);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
