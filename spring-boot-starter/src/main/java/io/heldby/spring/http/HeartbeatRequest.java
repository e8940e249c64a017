package io.heldby.spring.http;

import io.heldby.lock.LeaseClaim;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /sessions/{session}/renew}: everything that a tab holds. */
record HeartbeatRequest(@Nullable List<@Nullable Held> leases) {

    static final int MAX_LEASES = 500;

    /** So many leases fit, also when their lock ids, which name the records, are the longest that there can be. */
    static final int MAX_KIBIBYTES = 1024;

    /** One lease, as its acquire answered it. */
    record Held(@Nullable String lockId, @Nullable String token) {}

    List<LeaseClaim> claims(Caller caller) {
        List<@Nullable Held> given = Inputs.required("leases", leases);
        if (given.size() > MAX_LEASES) {
            throw Problem.badField("leases", "leases must have at most 500 elements, but has " + given.size() + ".")
                    .refusal();
        }
        List<LeaseClaim> claims = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String field = "leases[" + i + "]";
            Held held = Inputs.required(field, given.get(i));
            String lockId = Inputs.required(field + ".lockId", held.lockId());
            claims.add(caller.claim(field + ".lockId", lockId, field + ".token", held.token()));
        }
        return claims;
    }
}
