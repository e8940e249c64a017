package io.heldby.webhook;

import io.heldby.lock.LockEvent;
import java.net.URI;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to send what happens to locks. The secret is in no message, log or {@code toString}. Immutable.
 *
 * <p>Who receives it verifies the signature as <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 * says, for which there are libraries in most languages.
 */
public final class Webhook {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final String SECRET_PREFIX = "whsec_";
    private static final int SHORTEST_SECRET = 24;
    private static final int LONGEST_SECRET = 64;

    private final String name;
    private final URI url;
    private final Signature signature;
    private final Set<String> types;
    private final Set<LockEvent.Kind> kinds;

    private Webhook(String name, URI url, Signature signature, Set<String> types, Set<LockEvent.Kind> kinds) {
        this.name = name;
        this.url = url;
        this.signature = signature;
        this.types = types;
        this.kinds = kinds;
    }

    /**
     * Sends everything, until it is narrowed down.
     *
     * @param name under which it is remembered how far it was sent; 1 to 100 letters, digits, {@code _} and {@code -}
     * @param url {@code https}, or {@code http} on this computer; redirects are not followed
     * @param secret {@code whsec_} and 24 to 64 random bytes in Base64, for this receiver alone
     * @throws IllegalArgumentException naming the part, what is wrong and what would be right
     */
    public static Webhook of(@Nullable String name, @Nullable String url, @Nullable String secret) {
        return new Webhook(checkedName(name), checkedUrl(url), new Signature(key(secret)), Set.of(), Set.of());
    }

    /** Only what happens to records of these types; none given means all. */
    public Webhook ofTypes(Collection<String> only) {
        return new Webhook(name, url, signature, Set.copyOf(only), kinds);
    }

    /** Only these kinds of events; none given means all. */
    public Webhook ofKinds(Collection<LockEvent.Kind> only) {
        return new Webhook(name, url, signature, types, Set.copyOf(only));
    }

    public String name() {
        return name;
    }

    URI url() {
        return url;
    }

    Signature signature() {
        return signature;
    }

    /** Something that is about all types is wanted whatever the types. */
    boolean wants(LockEvent event) {
        return (types.isEmpty() || event.type().isEmpty() || types.contains(event.type()))
                && (kinds.isEmpty() || kinds.contains(event.kind()));
    }

    private static String checkedName(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name must be 1 to 100 letters, digits, _ and - and begin with a letter or digit, but is \"%s\""
                            .formatted(name == null ? "" : name.replaceAll("\\p{Cntrl}", "?")));
        }
        return name;
    }

    private static URI checkedUrl(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("url is missing: write for example https://example.com/hooks/locks");
        }
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException broken) {
            throw wrongUrl("be a URL such as https://example.com/hooks/locks", text);
        }
        if (url.getRawUserInfo() != null
                || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"))) {
            throw wrongUrl("not contain a user or password, which logs would show; the signature says who asks", text);
        }
        if (url.getHost() == null || url.getRawFragment() != null) {
            throw wrongUrl("name a host and have nothing behind a #, as in https://example.com/hooks/locks", text);
        }
        boolean encrypted = "https".equalsIgnoreCase(url.getScheme());
        boolean here = "http".equalsIgnoreCase(url.getScheme())
                && LOOPBACK.matcher(url.getHost()).matches();
        if (!encrypted && !here) {
            throw wrongUrl("begin with https://, because events name people; http:// is for localhost only", text);
        }
        return url;
    }

    private static IllegalArgumentException wrongUrl(String rule, String text) {
        return new IllegalArgumentException("url must %s, but is \"%s\"".formatted(rule, withoutSecrets(text)));
    }

    /** People put keys into queries and passwords in front of hosts. */
    private static String withoutSecrets(String url) {
        return url.replaceAll("\\p{Cntrl}", "?")
                .replaceFirst("//[^/]*@", "//...@")
                .replaceFirst("\\?.*", "?...");
    }

    private static byte[] key(@Nullable String secret) {
        if (secret == null || !secret.startsWith(SECRET_PREFIX)) {
            throw new IllegalArgumentException(
                    wrongSecret(secret == null ? "is missing" : "does not begin with whsec_"));
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
        } catch (IllegalArgumentException broken) {
            // Without the cause, whose message quotes it.
            throw new IllegalArgumentException(wrongSecret("is not Base64 behind whsec_"));
        }
        if (key.length < SHORTEST_SECRET || key.length > LONGEST_SECRET) {
            throw new IllegalArgumentException(wrongSecret("has " + key.length + " bytes"));
        }
        return key;
    }

    private static String wrongSecret(String wrong) {
        return "secret must be whsec_ and %d to %d random bytes in Base64, but %s: write whsec_ and what \"openssl rand -base64 32\" prints"
                .formatted(SHORTEST_SECRET, LONGEST_SECRET, wrong);
    }

    /** Name and place, for logs. */
    @Override
    public String toString() {
        return name + " (" + withoutSecrets(url.toString()) + ")";
    }
}
