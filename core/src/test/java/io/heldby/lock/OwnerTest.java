package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OwnerTest {

    @Test
    void everyPartIsCheckedAndNamed() {
        assertThatThrownBy(() -> Owner.of("", "tab")).hasMessageContaining("user");
        assertThatThrownBy(() -> Owner.of("alice", "s".repeat(256))).hasMessageContaining("session");
        assertThatThrownBy(() -> Owner.of("alice", "tab").named("Alice\u0007")).hasMessageContaining("displayName");
    }

    @Test
    void sameUserInAnotherTabIsAnotherEditingSession() {
        Owner tab = Owner.of("alice", "1");

        assertThat(tab.sameEditingSessionAs(Owner.of("alice", "1").named("Alice Ng")))
                .isTrue();
        assertThat(tab.sameEditingSessionAs(Owner.of("alice", "2"))).isFalse();
        assertThat(tab.sameEditingSessionAs(Owner.of("bob", "1"))).isFalse();
        assertThat(tab.sameUserAs(Owner.of("alice", "2"))).isTrue();
        assertThat(tab.sameUserAs(Owner.of("Alice", "1"))).isFalse();
    }

    @Test
    void everyRunOfAJobIsASessionOfItsOwn() {
        Owner run = Owner.job("recurring-plans");
        Owner nextRun = Owner.job("recurring-plans");

        assertThat(run.actorKind()).isEqualTo(ActorKind.SYSTEM);
        assertThat(run.displayName()).isEqualTo("recurring-plans");
        assertThat(run.sameUserAs(nextRun)).isTrue();
        assertThat(run.sameEditingSessionAs(nextRun)).isFalse();
    }
}
