package io.heldby.lock;

import org.jspecify.annotations.Nullable;

/**
 * Somebody wanted a record and could not have it.
 *
 * @param holder display name of who was in the way; null where nobody was
 */
public record Denial(LockKey key, Owner asker, @Nullable String holder) {

    static Denial of(LockRequest request, Denied denied) {
        return new Denial(
                request.key(),
                request.owner(),
                denied.holders().stream()
                        .findFirst()
                        .map(view -> view.owner().displayName())
                        .orElse(null));
    }
}
