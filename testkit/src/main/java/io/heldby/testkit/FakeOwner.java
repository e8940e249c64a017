package io.heldby.testkit;

import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import java.util.Optional;

/**
 * Whoever a test wants to be signed in, for tests without a web request: declare it as the application's {@link OwnerResolver}.
 *
 * <pre>{@code
 * @TestConfiguration
 * static class People {
 *     @Bean FakeOwner people() { return new FakeOwner("alice", "Alice Ng"); }
 * }
 * }</pre>
 *
 * <p>One for all threads; what one thread sets the others see.
 */
public final class FakeOwner implements OwnerResolver {

    private volatile String user;
    private volatile String displayName;

    /** Signed in from the start. */
    public FakeOwner(String user, String displayName) {
        this.user = user;
        this.displayName = displayName;
    }

    /** From now on it is somebody else. */
    public void become(String newUser, String newDisplayName) {
        user = newUser;
        displayName = newDisplayName;
    }

    @Override
    public Optional<Owner> owner(String session) {
        return Optional.of(Owner.of(user, session).named(displayName));
    }
}
