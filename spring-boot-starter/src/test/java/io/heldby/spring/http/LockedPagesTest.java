package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.spring.http.Api.Answered;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Locked handler methods, and what programs and browsers read when a lock is in the way of an application's own pages. */
@SpringBootTest(
        classes = {People.class, Pages.class, LockedPages.class, LockedPages.OwnAnswers.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class LockedPagesTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    @LocalServerPort
    int port;

    @Autowired
    LockManager locks;

    private final String id = UUID.randomUUID().toString();
    private Browser leia;
    private Browser luke;

    @BeforeEach
    void signIn() {
        leia = Browser.on(port).signIn("leia");
        luke = Browser.on(port).signIn("luke");
    }

    @Test
    void whatOpensAFormHoldsTheLockUntilItIsSaved() {
        Answered form = edit(leia);
        assertThat(form.status()).isEqualTo(200);
        assertThat(edit(luke).status()).isEqualTo(423);

        assertThat(save(leia, form).text()).isEqualTo("saved");

        assertThat(edit(luke).status()).isEqualTo(200);
    }

    @Test
    void reloadedFormIsTheSameLock() {
        assertThat(edit(leia).at("/lockId")).isEqualTo(edit(leia).at("/lockId"));
    }

    @Test
    void handleIsTheLocksAndNotWhatTheRequestSays() {
        Answered form = leia.get("/policies/" + id + "/edit?lockId=" + LockId.random(LockKey.of("policy", id))
                + "&token=forged&session=forged");

        assertThat(form.at("/lockId"))
                .isEqualTo(
                        locks.holders(LockKey.of("policy", id)).get(0).lockId().toString());
        assertThat(form.at("/session")).isNotEqualTo("forged");
    }

    @Test
    void lockOfTheCallIsReleasedAndThatOfThePageIsNot() {
        assertThat(post(leia, "/policies/" + id + "/renewal", "").text()).isEqualTo("renewed under 1 lock");
        assertThat(locks.holders(LockKey.of("policy", id))).isEmpty();

        Answered form = edit(leia);
        assertThat(post(leia, "/policies/" + id + "/renewal", "").status()).isEqualTo(200);
        assertThat(save(leia, form).status()).isEqualTo(200);
    }

    @Test
    void signingOutReleasesTheFormsLock() {
        edit(leia);

        leia.signOut();

        assertThat(edit(luke).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*", "application/json, text/html;q=0.5", "application/problem+json"})
    void programReadsWhoIsInTheWayAsOverTheHttpApi(String accept) {
        edit(leia);

        Answered refused = luke.get("/policies/" + id + "/edit", "Accept", accept);

        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.problem()).isEqualTo("locked");
        assertThat(refused.at("/holders/0/displayName")).isEqualTo("Leia Organa");
        assertThat(refused.at("/holders/0/reason")).isEqualTo("renewal");
        assertThat(refused.at("/heldByYouElsewhere")).isEqualTo("false");
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void ownLockInAnotherBrowserIsSaidToBeOnesOwn() {
        edit(leia);

        Answered refused = edit(Browser.on(port).signIn("leia"));

        assertThat(refused.at("/heldByYouElsewhere")).isEqualTo("true");
        assertThat(refused.at("/actions/0")).isEqualTo("take-over");
    }

    @ParameterizedTest
    @ValueSource(strings = {BROWSER, "text/html", "text/html, application/json;q=0.9"})
    void personReadsWhoHasBeenEditingSinceWhen(String accept) {
        edit(leia);

        Answered refused = luke.get("/policies/" + id + "/edit", "Accept", accept);

        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.header("Content-Type")).startsWith("text/html");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(refused.text())
                .containsPattern("<h1>Leia Organa has been editing policy " + id
                        + " since <time datetime=\"[^\"]+\">\\d\\d:\\d\\d</time>")
                .contains("Try again</a>")
                .doesNotContain("What you typed");
    }

    @Test
    void personReadsThatTheyThemselvesEditItElsewhere() {
        edit(leia);

        Answered refused = Browser.on(port).signIn("leia").get("/policies/" + id + "/edit", "Accept", "text/html");

        assertThat(refused.text()).contains("You have been editing policy " + id + " in another tab or browser since ");
    }

    @Test
    void answerOfTheApplicationsOwnGoesBefore() {
        edit(leia);

        Answered refused = luke.get("/own/" + id, "Accept", "application/json");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/own")).isEqualTo("answer");
    }

    @Test
    void writeWithoutALockIs428WhileNobodyHoldsItAndDoesNotTellWhereTheCodeIs() {
        Answered refused =
                luke.get("/policies/" + id + "/written-without-a-lock?by=luke", "Accept", "application/json");

        assertThat(refused.status()).isEqualTo(428);
        assertThat(refused.problem()).isEqualTo("lock-required");
        assertThat(refused.at("/detail")).contains("policy " + id);
        assertThat(refused.text()).doesNotContain("com.acme");
    }

    @Test
    void writeWithoutALockIs423WhileSomebodyElseHoldsIt() {
        edit(leia);

        Answered refused =
                luke.get("/policies/" + id + "/written-without-a-lock?by=luke", "Accept", "application/json");

        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.problem()).isEqualTo("locked");
        assertThat(refused.at("/holders/0/displayName")).isEqualTo("Leia Organa");
        assertThat(luke.get("/policies/" + id + "/written-without-a-lock?by=leia")
                        .at("/heldByYouElsewhere"))
                .isEqualTo("true");
    }

    @Test
    void lostLockIs410AndSaysWhoEndedItAndWhy() {
        Answered lost = luke.get("/policies/" + id + "/lost", "Accept", "application/json");

        assertThat(lost.status()).isEqualTo(410);
        assertThat(lost.problem()).isEqualTo("lock-lost");
        assertThat(lost.at("/by")).isEqualTo("Han Solo");
        assertThat(lost.at("/reason")).isEqualTo("gone home");
    }

    private Answered edit(Browser browser) {
        return browser.get("/policies/" + id + "/edit", "Accept", "application/json");
    }

    private Answered save(Browser browser, Answered form) {
        return post(
                browser,
                "/policies/" + id,
                "&lockId=%s&token=%s&session=%s".formatted(form.at("/lockId"), form.at("/token"), form.at("/session")));
    }

    private static Answered post(Browser browser, String path, String form) {
        return browser.send(
                "POST",
                path,
                "_csrf=" + browser.csrfToken() + form,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Accept",
                "*/*");
    }
}
