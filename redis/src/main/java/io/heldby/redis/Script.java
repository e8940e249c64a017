package io.heldby.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Lua scripts, one per operation and never put together from input; what several share is in files of its own. */
enum Script {
    ACQUIRE("shown", "acquire", "former", "grants", "modes", "acquire_held"),
    GIVE_UP("clock", "shown", "former", "grants", "give_up"),
    CHANGE_MODE("clock", "shown", "former", "grants", "modes", "change_mode"),
    RENEW("clock", "shown", "former", "grants", "renew"),
    RELEASE("clock", "former", "release", "shown", "grants", "release_shared"),
    SOFT_RELEASE("clock", "shown", "former", "grants", "soft_release"),
    END_SESSION("clock", "shown", "former", "grants", "end_session"),
    FORCE_RELEASE("clock", "shown", "former", "grants", "force_release"),
    READ("clock", "shown", "former", "grants", "read"),
    TIDY("clock", "shown", "former", "grants", "tidy"),
    SUSPEND("clock", "suspend"),
    RESUME("clock", "resume"),
    SUSPENSIONS("clock", "suspensions");

    private final String source;
    private final String sha;

    Script(String... files) {
        source = Stream.of(files).map(Script::read).collect(Collectors.joining());
        sha = sha1(source);
    }

    String source() {
        return source;
    }

    /** By which the server knows a script that it has seen before. */
    String sha() {
        return sha;
    }

    private static String read(String name) {
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
