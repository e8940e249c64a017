package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The sentence that a person reads when they cannot have a record. */
class LockedExceptionTest {

    private final LockKey policy = LockKey.of("policy", "12345");
    private final Owner alice = Owner.of("alice", "tab-1").named("Alice Ng");

    @Test
    void whoWaitedComesFirstAndUntilWhen() {
        Denied reserved =
                new Denied.Reserved(policy, alice, Optional.of(Instant.parse("2026-03-02T10:48:00Z")), List.of());

        assertThat(new LockedException(reserved))
                .hasMessage("policy 12345 comes to Alice Ng first, who has waited for it;"
                        + " it is kept until 2026-03-02T10:48:00Z");
    }

    @Test
    void whyThePolicySaysNo() {
        assertThat(new LockedException(new Denied.NotPermitted(policy, "Ask the holder first.")))
                .hasMessage("policy 12345 was not locked: Ask the holder first.");
    }
}
