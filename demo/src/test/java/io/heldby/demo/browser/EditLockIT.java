package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How the browser takes, keeps and gives back a lock, and whom it tells what. */
class EditLockIT extends LockTest {

    @Test
    void openingAPageTakesTheLockAndTheNextPersonReadsWhoHasItAndCanOnlyRead() {
        LockPage leia = open("leia", "acquire=open&reason=renewal");
        assertThat(leia.says()).containsText("Only you can edit.");

        LockPage luke = open("luke", "acquire=open");

        assertThat(luke.says())
                .containsText(Pattern.compile("Leia Organa has been editing since \\d\\d:\\d\\d \\(“renewal”\\)\\."));
        assertThat(luke.lastName()).not().isEditable();
        assertThat(luke.lastName()).hasValue("Brannigan");
        assertThat(luke.button("Save")).isDisabled();
        leia.type("Kroker-Brannigan").press("Save");
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
        assertThat(luke.says()).containsText("It is free now.");
        luke.press("Edit now");
        assertThat(luke.lastName()).isEditable();
        assertThat(luke.lastName()).hasValue("Kroker-Brannigan");
    }

    @Test
    void theFirstChangeTakesTheLock() {
        LockPage leia = open("leia", "acquire=first-edit");
        assertThat(leia.lastName()).isEditable();
        assertThat(holders()).isEmpty();

        leia.lastName().press("End");
        leia.lastName().pressSequentially("x");

        assertThat(leia.says()).containsText("Only you can edit.");
        assertThat(holders()).containsExactly("Leia Organa");
        assertThat(leia.lastName()).hasValue("Brannigan" + "x");
    }

    @Test
    void theFirstChangeToAnOlderVersionIsKeptAndComparedWithTheNewer() {
        LockPage leia = open("leia", "acquire=first-edit");
        database.sql("UPDATE customer SET version = version + 1, phone = '99' WHERE id = ?")
                .param(zapp)
                .update();

        leia.type("Kroker-Brannigan");

        assertThat(leia.says()).containsText("this page shows version 7, it is at version 8");
        leia.press("Compare and re-apply");
        assertThat(leia.dialog()).containsText("Kroker-Brannigan");
        leia.press("Save merged");
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
        assertThat(stored("SELECT phone FROM customer WHERE id = ?", String.class, zapp))
                .isEqualTo("99");
    }

    @Test
    void aButtonTakesTheLockAndDoneGivesItBackAfterAskingAboutUnsavedText() {
        LockPage leia = open("leia", "acquire=button&done=");
        assertThat(leia.lastName()).not().isEditable();
        leia.press("Edit");
        assertThat(leia.says()).containsText("Only you can edit.");
        leia.type("Kroker-Brannigan").press("Done");
        assertThat(leia.dialog()).containsText("You have unsaved text.");

        leia.press("Give it back");

        assertThat(leia.lastName()).not().isEditable();
        Awaitility.await().until(() -> holders().isEmpty());
        assertThat(leia.drafts()).contains("Kroker-Brannigan");
    }

    @Test
    void aRecordThatSomebodyChangedSinceItWasShownIsShownAfreshBeforeItIsEdited() {
        LockPage leia = open("leia", "acquire=button");
        database.sql("UPDATE customer SET version = version + 1, last_name = 'Wong' WHERE id = ?")
                .param(zapp)
                .update();

        leia.press("Edit");

        leia.waitForState("mine");
        assertThat(leia.lastName()).hasValue("Wong");
    }

    @Test
    void oneHeartbeatCarriesAllLocksOfATab() {
        Page page = signIn("leia");
        List<String> beats = new ArrayList<>();
        page.onRequest(request -> {
            if (request.url().endsWith("/renew")) {
                beats.add(request.postData());
            }
        });
        page.navigate(url(
                "/test/customers/%d,%d,%d?acquire=open".formatted(zapp, zappAt("PESSIMISTIC"), zappAt("PESSIMISTIC"))));
        assertThat(page.locator("edit-lock[state=mine]")).hasCount(3);
        beats.clear();
        long start = System.nanoTime();

        page.waitForTimeout(6000);

        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(beats).hasSizeBetween(3, (int) Math.ceil(seconds / 0.85) + 1);
        assertThat(beats)
                .allSatisfy(beat -> assertThat(beat.split("lockId", -1)).hasSize(4));
    }

    @Test
    void aReloadKeepsTheLockAndOffersWhatWasTyped() {
        LockPage leia = open("leia", "acquire=open");
        leia.waitForState("mine");
        UUID first = lock();
        leia.type("Kroker-Brannigan");
        leia.page().waitForTimeout(500);

        leia.page().reload();

        assertThat(leia.says()).containsText("Only you can edit.");
        assertThat(leia.says()).containsText("Unsaved text from");
        assertThat(leia.lastName()).hasValue("Brannigan");
        leia.press("Put it back");
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
        leia.page().waitForTimeout(12_000); // The farewell of the page before would have ended it by now.
        assertThat(lock()).isEqualTo(first);
        leia.press("Save");
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(leia.drafts()).doesNotContain("Kroker");
    }

    @Test
    void leavingThePageFreesTheRecordSoon() {
        LockPage leia = open("leia", "acquire=open");
        leia.waitForState("mine");
        LockPage luke = open("luke", "acquire=open");
        luke.waitForState("blocked");

        leia.page().navigate(url("/orders"));

        assertThat(luke.says()).containsText("It is free now.");
    }

    @Test
    void leavingThePageFreesTheRecordSoonAlsoWhenAHeartbeatComesAfterTheFarewell() {
        LockPage leia = open("leia", "acquire=open");
        leia.waitForState("mine");
        List<Request> onItsWay = new ArrayList<>();
        leia.page().route("**/sessions/*/renew", route -> onItsWay.add(route.request()));
        leia.page().waitForCondition(() -> !onItsWay.isEmpty());
        Request heartbeat = onItsWay.get(0);
        RequestOptions asSent = RequestOptions.create().setData(heartbeat.postDataBuffer());
        heartbeat.allHeaders().forEach(asSent::setHeader);
        LockPage luke = open("luke", "acquire=open");
        luke.waitForState("blocked");

        leia.page().navigate(url("/orders"));
        luke.page().waitForCondition(() -> endsInSeconds() <= 10);
        assertThat(leia.page().request().post(heartbeat.url(), asSent)).isOK();

        assertThat(luke.says()).containsText("It is free now.");
    }

    @Test
    void leavingThePageFreesTheRecordSoonAlsoWhenAHeartbeatWasNotAnsweredYet() {
        LockPage leia = open("leia", "acquire=open");
        leia.waitForState("mine");
        List<APIResponse> unseen = new ArrayList<>();
        leia.page().route("**/sessions/*/renew", route -> unseen.add(route.fetch()));
        leia.page().waitForCondition(() -> !unseen.isEmpty());
        assertThat(unseen.get(0)).isOK();
        LockPage luke = open("luke", "acquire=open");
        luke.waitForState("blocked");

        leia.page().navigate(url("/orders"));

        assertThat(luke.says()).containsText("It is free now.");
    }

    @Test
    void aTabThatDiesFreesTheRecordWithItsLease() {
        LockPage leia = open("leia", "acquire=open");
        leia.waitForState("mine");
        LockPage luke = open("luke", "acquire=open");
        luke.waitForState("blocked");
        kill(leia.page());
        assertThat(holders()).containsExactly("Leia Organa");

        database.sql("UPDATE heldby_lock SET expires_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE id = ?")
                .param("" + zapp)
                .update();

        assertThat(luke.says()).containsText("It is free now.");
    }

    @Test
    void theSameUserInAnotherTabIsAskedWhetherToContinueHere() {
        BrowserContext browser = browsers.newContext(1280, 900);
        LockPage there = open(signIn("leia", browser), "acquire=open");
        there.waitForState("mine");
        there.type("typed there");
        LockPage here = open(newTab(browser), "acquire=open");
        assertThat(here.says()).containsText("You are editing this in another tab or browser since");

        here.press("Continue here");

        here.waitForState("mine");
        assertThat(there.says()).containsText("You went on in another tab or browser");
        assertThat(there.lastName()).hasValue("typed there");
        assertThat(there.lastName()).not().isEditable();
        assertThat(here.says()).containsText("Unsaved text from");
        here.press("Put it back");
        assertThat(here.lastName()).hasValue("typed there");
    }

    @Test
    void anElementThatIsMovedKeepsItsLockAndOneThatIsTakenOutGivesItBackAndIsQuiet() {
        LockPage leia = editing("leia");
        leia.type("Kroker-Brannigan");
        UUID first = lock();

        leia.page().evaluate("document.body.append(document.querySelector('edit-lock'))");
        leia.page().waitForTimeout(1500);
        assertThat(leia.says()).containsText("Only you can edit.");
        assertThat(lock()).isEqualTo(first);
        leia.page().evaluate("document.querySelector('edit-lock').remove()");

        Awaitility.await().until(() -> holders().isEmpty());
        List<String> requests = new ArrayList<>();
        leia.page().onRequest(request -> requests.add(request.url()));
        leia.page().waitForTimeout(12_000); // Longer than a page waits until it looks again.
        assertThat(requests).isEmpty();
    }

    @Test
    void aDuplicatedTabIsAnotherTab() {
        LockPage leia = open("leia", "acquire=open");
        leia.waitForState("mine");

        // A window that a page opens gets a copy of its sessionStorage, as a duplicated tab does.
        Page copy = leia.page().waitForPopup(() -> leia.page().evaluate("void open(location.href)"));

        assertThat(new LockPage(copy).says()).containsText("You are editing this in another tab");
        assertThat(leia.says()).containsText("Only you can edit.");
    }

    @Test
    void badgesOfAListAreLiveAndTheWholeBrowserHasOneStream() {
        BrowserContext browser = browsers.newContext(1280, 900);
        List<String> streams = new ArrayList<>();
        browser.onRequest(request -> {
            if (request.url().endsWith("/heldby/v1/events")) {
                streams.add(request.url());
            }
        });
        long other = zappAt("PESSIMISTIC");
        Page list = signIn("luke", browser);
        list.navigate(url("/test/badges/%d,%d".formatted(zapp, other)));
        Page secondTab = newTab(browser);
        secondTab.navigate(url("/test/badges/%d".formatted(zapp)));
        list.waitForTimeout(1500); // Until both have found out who listens.

        LockPage leia = open("leia", "acquire=open");

        assertThat(list.locator("lock-badge").first())
                .containsText(Pattern.compile("Leia Organa · since \\d\\d:\\d\\d"));
        assertThat(secondTab.locator("lock-badge").first()).containsText("Leia Organa");
        assertThat(list.locator("lock-badge").last()).hasText("");
        assertThat(streams).hasSize(1);
        leia.page().navigate(url("/orders"));
        assertThat(list.locator("lock-badge").first()).hasText("");
        assertThat(secondTab.locator("lock-badge").first()).hasText("");
        // The tab that listened goes: the other takes over.
        list.close();
        open(leia.page(), "acquire=open").waitForState("mine");
        assertThat(secondTab.locator("lock-badge").first()).containsText("Leia Organa");
    }

    @Test
    void withoutAStreamThePageAsksAgainAndAgain() {
        Page page = signIn("luke");
        page.route(
                "**/heldby/v1/events",
                route -> route.fulfill(new Route.FulfillOptions().setStatus(429).setBody("{}")));
        LockPage leia = open("leia", "acquire=open");
        leia.waitForState("mine");
        LockPage luke = open(page, "acquire=open");
        luke.waitForState("blocked");
        page.waitForTimeout(8000); // Until it has given up the stream.

        leia.type("Kroker-Brannigan").press("Save");

        assertThat(luke.says()).containsText("It is free now.");
    }

    @Test
    void germansReadGerman() {
        open("leia", "acquire=open").waitForState("mine");

        LockPage luke = open("luke", "acquire=open&lang=de");

        assertThat(luke.says()).containsText(Pattern.compile("Leia Organa bearbeitet dies seit \\d\\d:\\d\\d\\."));
        assertThat(luke.button("Leia Organa fragen")).isVisible();
    }

    /** The renderer process ends, as when the computer loses its power. */
    private static void kill(Page page) {
        try {
            page.navigate("chrome://crash", new Page.NavigateOptions().setTimeout(2000));
        } catch (PlaywrightException crashed) {
            // As it should.
        }
    }

    private int endsInSeconds() {
        return stored(
                "SELECT DATEDIFF(SECOND, CURRENT_TIMESTAMP, expires_at) FROM heldby_lock WHERE type = 'customer' AND id = ?",
                Integer.class,
                "" + zapp);
    }

    private UUID lock() {
        return stored("SELECT lock_id FROM heldby_lock WHERE type = 'customer' AND id = ?", UUID.class, "" + zapp);
    }
}
