package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What everybody may see of locks: no tokens, no sessions. */
abstract class LookingContract extends SignedInPeople {

    @Test
    void locksAreShownWithoutTokensAndSessions() {
        String session = "session-" + UUID.randomUUID();
        Answered granted = leia.acquire("customer", id, session);

        Answered one = luke.get("/locks/" + granted.at("/lockId"));
        Answered resource = luke.get("/resources/customer/" + id);
        Answered list = luke.get("/locks?q=" + id);

        assertThat(one.status()).isEqualTo(200);
        assertThat(one.at("/holder/displayName")).isEqualTo("Leia Organa");
        assertThat(one.at("/state")).isEqualTo("ACTIVE");
        assertThat(resource.at("/holders/0/lockId")).isEqualTo(granted.at("/lockId"));
        assertThat(list.at("/locks/0/lockId")).isEqualTo(granted.at("/lockId"));
        assertThat(one.text() + resource.text() + list.text())
                .doesNotContain(granted.at("/token"), session, "token", "session");
    }

    @Test
    void whatNobodyHoldsHasNoHoldersAndNoLock() {
        assertThat(luke.get("/resources/customer/" + id).json().at("/holders").size())
                .isZero();
        Answered none = luke.get("/locks/" + guessedLockId());
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.problem()).isEqualTo("not-found");
    }

    @Test
    void theListIsFilteredSortedAndPaged() {
        String type = "t-" + id;
        for (int i = 0; i < 5; i++) {
            (i == 3 ? luke : leia).acquire(type, "record-" + i, "s1");
        }
        backDoor.expire("record-4");

        assertThat(leia.get("/locks?type=" + type + "&state=&q=")
                        .json()
                        .at("/locks")
                        .findValuesAsString("id"))
                .containsExactly("record-4", "record-0", "record-1", "record-2", "record-3");
        assertThat(leia.get("/locks?type=" + type + "&holder=luke").json().findValuesAsString("id"))
                .containsExactly("record-3");
        assertThat(leia.get("/locks?type=" + type + "&state=EXPIRED").json().findValuesAsString("id"))
                .containsExactly("record-4");
        assertThat(leia.get("/locks?type=" + type + "&q=RECORD-2").json().findValuesAsString("id"))
                .containsExactly("record-2");

        Answered first = leia.get("/locks?type=" + type + "&state=ACTIVE&sort=newest&limit=3");
        assertThat(first.json().findValuesAsString("id")).containsExactly("record-3", "record-2", "record-1");
        Answered rest =
                leia.get("/locks?type=" + type + "&state=ACTIVE&sort=newest&limit=3&cursor=" + first.at("/next"));
        assertThat(rest.json().findValuesAsString("id")).containsExactly("record-0");
        assertThat(rest.json().has("next")).isFalse();
    }
}
