package io.heldby.spring.http;

import io.heldby.lock.Heartbeat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /sessions/{session}/renew}: everything that a tab holds. */
record HeartbeatRequest(@Nullable List<@Nullable Held> leases) {

    static final int MAX_LEASES = 500;

    /** So many leases fit, also when their lock ids, which name the records, are the longest that there can be. */
    static final int MAX_KIBIBYTES = 1024;

    /**
     * One lease, as its acquire answered it.
     *
     * @param beat see {@link Heartbeat#seenBeat}
     */
    record Held(
            @Nullable String lockId,
            @Nullable String token,
            @Nullable Long beat) {}

    List<Heartbeat> heartbeats(Caller caller) {
        List<@Nullable Held> given = Inputs.required("leases", leases);
        if (given.size() > MAX_LEASES) {
            throw Problem.badField("leases", "leases must have at most 500 elements, but has " + given.size() + ".")
                    .refusal();
        }
        List<Heartbeat> heartbeats = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String field = "leases[" + i + "]";
            Held held = Inputs.required(field, given.get(i));
            String lockId = Inputs.required(field + ".lockId", held.lockId());
            heartbeats.add(new Heartbeat(
                    caller.claim(field + ".lockId", lockId, field + ".token", held.token()), held.beat()));
        }
        return heartbeats;
    }
}
