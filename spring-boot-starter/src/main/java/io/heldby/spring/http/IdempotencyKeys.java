package io.heldby.spring.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Notices a client that sends one idempotency key with two different requests.
 *
 * <p>That a repeat gets the same grant does not depend on what is remembered here: the store knows it by its editing
 * session or, for what is granted only once, by the key itself, on every node and after a restart. Here only a mistake in
 * a client is found, so it is enough that this node remembers the last {@value #REMEMBERED} keys.
 *
 * <p>Safe for use by many threads.
 */
final class IdempotencyKeys {

    private static final int REMEMBERED = 10_000;

    private record Name(String tenant, String user, String key) {}

    private final Json json;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Map<Name, String> fingerprints = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    IdempotencyKeys(Json json) {
        this.json = json;
    }

    /**
     * Remembers what the key was sent with.
     *
     * @param body of a kind of its own for each endpoint
     * @throws Refusal 422 when it was something else before
     */
    void refuseReuse(@Nullable IdempotencyKey key, Caller caller, Record body) {
        if (key == null) {
            return;
        }
        Name name = new Name(caller.tenant(), caller.owner().user(), key.value());
        String fingerprint = body.getClass().getSimpleName() + json.fingerprint(body);
        if (!first(name, fingerprint).equals(fingerprint)) {
            throw Problem.of(
                            422,
                            "idempotency-key-reused",
                            "Idempotency key reused",
                            "This Idempotency-Key came with another request before: make a new one for each request.")
                    .at(IdempotencyKey.HEADER)
                    .refusal();
        }
    }

    private String first(Name name, String fingerprint) {
        mutex.lock();
        try {
            String before = fingerprints.putIfAbsent(name, fingerprint);
            return before == null ? fingerprint : before;
        } finally {
            mutex.unlock();
        }
    }
}
