package io.heldby.spring.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockManager;
import io.heldby.lock.LockQuery;
import io.heldby.spring.http.Api;
import io.heldby.spring.http.Api.Answered;
import io.heldby.spring.http.Browser;
import io.heldby.spring.http.Pages;
import io.heldby.spring.http.People;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Editing sessions live in HTTP sessions and end with them. */
@SpringBootTest(
        classes = {People.class, Pages.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SessionEndTest {

    @LocalServerPort
    int port;

    @Autowired
    LockManager locks;

    private final String id = UUID.randomUUID().toString();
    private Browser leia;
    private Api luke;

    @BeforeEach
    void signIn() {
        leia = Browser.on(port).signIn("leia");
        luke = Api.on(port).as("luke");
    }

    @Test
    void aPageThatIsLoadedAgainComesBackToItsLock() {
        Answered first = leia.get("/edit/" + id);
        Answered reloaded = leia.get("/edit/" + id);

        assertThat(reloaded.at("/lockId")).isEqualTo(first.at("/lockId"));
        assertThat(reloaded.at("/session")).isEqualTo(first.at("/session"));
    }

    @Test
    void anotherRecordIsAnotherEditingSession() {
        String other = leia.get("/edit/" + UUID.randomUUID()).at("/session");

        assertThat(leia.get("/edit/" + id).at("/session")).isNotEqualTo(other);
    }

    @Test
    void anotherBrowserOfTheSameUserIsAnotherEditingSession() {
        leia.get("/edit/" + id);

        assertThat(Browser.on(port).signIn("leia").get("/edit/" + id).at("/heldBy"))
                .isEqualTo("Leia Organa");
    }

    @Test
    void theHttpSessionsIdIsNeverStored() {
        leia.get("/edit/" + id);
        String secret = leia.get("/session-id").text();

        assertThat(locks.find(LockQuery.all("").containing(id)).locks())
                .singleElement()
                .satisfies(lock ->
                        assertThat(lock.owner().session()).isNotEqualTo(secret).hasSize(36));
    }

    @Test
    void signingOutReleasesWhatPagesOpened() {
        Answered page = leia.get("/edit/" + id);
        assertThat(luke.acquire("page", id, "s2").status()).isEqualTo(423);

        assertThat(leia.signOut().status()).isLessThan(400);

        assertThat(luke.acquire("page", id, "s2").status()).isEqualTo(201);
        Answered lost = renewAsLeia(page);
        assertThat(lost.status()).isEqualTo(410);
        assertThat(lost.at("/cause")).isEqualTo("released");
        assertThat(lost.at("/reason")).isEqualTo("signed out");
    }

    @Test
    void signingOutReleasesWhatTheBrowserClientLocked() {
        assertThat(leia.acquire("customer", id, "tab-1").status()).isEqualTo(201);
        assertThat(leia.acquire("order", id, "tab-2").status()).isEqualTo(201);

        leia.signOut();

        assertThat(luke.acquire("customer", id, "s2").status()).isEqualTo(201);
        assertThat(luke.acquire("order", id, "s2").status()).isEqualTo(201);
    }

    @Test
    void theEndOfTheHttpSessionReleases() {
        Answered page = leia.get("/edit/" + id);

        leia.get("/end-session");

        assertThat(luke.acquire("page", id, "s2").status()).isEqualTo(201);
        assertThat(renewAsLeia(page).at("/reason")).isEqualTo("session ended");
    }

    @Test
    void theEndOfOneHttpSessionLeavesAnotherAlone() {
        Browser secondBrowser = Browser.on(port).signIn("leia");
        Answered kept = secondBrowser.acquire("customer", id, "second-" + id);

        leia.acquire("order", id, "first-" + id);
        leia.signOut();

        assertThat(kept.status()).isEqualTo(201);
        assertThat(luke.acquire("customer", id, "s2").status()).isEqualTo(423);
    }

    @Test
    void aTabThatSignedInAgainKeepsItsLocks() {
        String tab = "tab-" + id;
        leia.acquire("customer", id, tab);
        Browser signedInAgain = Browser.on(port).signIn("leia");
        assertThat(signedInAgain.acquire("customer", id, tab).status()).isEqualTo(200);

        leia.signOut();

        assertThat(luke.acquire("customer", id, "s2").status()).isEqualTo(423);
        signedInAgain.signOut();
        assertThat(luke.acquire("customer", id, "s2").status()).isEqualTo(201);
    }

    @Test
    void aProgramWithoutCookiesGetsNoHttpSession() {
        Answered page = Api.on(port).as("leia").send("GET", "/edit/" + id, null);

        assertThat(page.at("/lockId")).isNotEmpty();
        assertThat(page.header("Set-Cookie")).isNull();
        assertThat(Api.on(port).as("leia").acquire("customer", id, "s1").header("Set-Cookie"))
                .isNull();
    }

    private Answered renewAsLeia(Answered page) {
        return Api.on(port)
                .as("leia")
                .post("/locks/" + page.at("/lockId") + "/renew", null, "Lock-Token", page.at("/token"));
    }
}
