package io.heldby.spring.http;

import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /locks/batch}: what one editing session wants all of or nothing.
 *
 * @param locks each as {@code POST /locks} takes it, all with the same session
 */
record BatchRequest(@Nullable List<@Nullable AcquireRequest> locks) {

    /** So many locks fit, also when their names and reasons are the longest that there can be. */
    static final int MAX_KIBIBYTES = 3072;

    List<LockRequest> of(Caller caller, @Nullable IdempotencyKey idempotencyKey) {
        List<@Nullable AcquireRequest> given = Inputs.required("locks", locks);
        if (given.isEmpty() || given.size() > LockManager.LARGEST_BATCH) {
            throw Problem.badField(
                            "locks",
                            "locks must have 1 to %d elements, but has %d."
                                    .formatted(LockManager.LARGEST_BATCH, given.size()))
                    .refusal();
        }
        List<LockRequest> wishes = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String place = "locks[" + i + "]";
            AcquireRequest element = Inputs.required(place, given.get(i));
            LockRequest wish = Inputs.within(place, () -> element.of(caller, idempotencyKey));
            if (!Objects.equals(element.session(), given.get(0).session())) {
                throw Problem.badField(
                                place + ".session",
                                "All locks of a batch are of one session: send one batch for each session.")
                        .refusal();
            }
            wishes.add(wish);
        }
        return wishes;
    }
}
