package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The customer desk's pessimistic editor: the server takes the lock before it renders the page, and the browser keeps it. */
class PessimisticEditorIT extends LockTest {

    private static final String HOSTILE = "<b onclick=\"alert('x')\">Ünï</b> \"q\" & '😀' <script>x</script>";

    @Test
    void aReloadKeepsTheLockThatTheServerTook() {
        LockPage leia = editing("leia");
        UUID first = lock();

        leia.page().reload();
        leia.page().reload();

        assertThat(leia.says()).containsText("Only you can edit.");
        leia.page().waitForTimeout(12_000); // The farewells of the pages before would have ended it by now.
        assertThat(lock()).isEqualTo(first);
        leia.type("Kroker-Brannigan").press("Save");
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
        assertThat(leia.drafts()).doesNotContain("Kroker");
    }

    @Test
    void theSameUserInAnotherBrowserIsOfferedToContinueHere() {
        LockPage there = editing("leia");
        there.type("typed there");
        LockPage here = open("leia", "");
        assertThat(here.says()).containsText("You are editing this in another tab or browser since");
        assertThat(here.lastName()).not().isEditable();

        here.press("Continue here");

        assertThat(here.says()).containsText("Only you can edit.");
        assertThat(there.says()).containsText("You went on in another tab or browser");
        assertThat(there.says()).containsText("Your draft is safe.");
        assertThat(there.lastName()).hasValue("typed there");
        assertThat(there.lastName()).not().isEditable();
        here.type("Kroker-Brannigan").press("Save");
        assertThat(here.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
    }

    @Test
    void theSameUserInAnotherTabIsOfferedToContinueHere() {
        LockPage there = editing("leia");
        there.type("typed there");
        LockPage here = open(newTab(there.page().context()), "");
        assertThat(here.says()).containsText("You are editing this in another tab.");
        assertThat(here.lastName()).not().isEditable();

        here.press("Continue here");

        assertThat(there.says()).containsText("You went on in another tab");
        assertThat(there.lastName()).hasValue("typed there");
        here.press("Put it back");
        assertThat(here.lastName()).hasValue("typed there");
        here.type("Kroker-Brannigan").press("Save");
        assertThat(here.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
    }

    @Test
    void signingOutFreesTheRecord() {
        LockPage leia = editing("leia");
        menu(leia.page());

        leia.press("Sign out");

        assertThat(leia.page().getByText("You are signed out.")).isVisible();
        assertThat(holders()).isEmpty();
    }

    @Test
    void switchingTheUserFreesTheRecordAndGoesOnAsSomebodyElse() {
        LockPage leia = editing("leia");
        menu(leia.page());

        press(leia.page(), "Luke Skywalker");

        assertThat(leia.page().locator(".bar summary")).containsText("Luke Skywalker");
        assertThat(holders()).isEmpty();
        assertThat(open(leia.page(), "").says()).containsText("Only you can edit.");
        assertThat(holders()).containsExactly("Luke Skywalker");
    }

    @Test
    void aValidationErrorKeepsLockAndText() {
        LockPage leia = editing("leia");
        UUID first = lock();
        leia.notes().fill("Marries on Saturday.");

        leia.type("  ").press("Save");

        assertThat(leia.page().getByText("Please enter a last name.")).isVisible();
        assertThat(leia.notes()).hasValue("Marries on Saturday.");
        assertThat(leia.notices()).hasCount(0);
        leia.page().waitForTimeout(12_000);
        assertThat(lock()).isEqualTo(first);
        assertThat(storedLastName(zapp)).isEqualTo("Brannigan");
        leia.type("Kroker-Brannigan").press("Save");
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
    }

    @Test
    void cancelFreesTheRecordAndStoresNothing() {
        LockPage leia = editing("leia");
        leia.type("Kroker-Brannigan");

        leia.press("Cancel");

        assertThat(leia.page()).hasURL(url("/customers/pessimistic"));
        assertThat(holders()).isEmpty();
        assertThat(storedLastName(zapp)).isEqualTo("Brannigan");
    }

    @Test
    void aSaveAfterAForceReleaseStoresNothingAndTheTextIsOfferedAgain() {
        LockPage leia = editing("leia");
        leia.type("Kroker-Brannigan");
        // As if neither heartbeat nor stream had come through yet.
        leia.page().route("**/renew", route -> route.abort());
        leia.page().route("**/events", route -> route.abort());
        forceRelease("month end");

        leia.press("Save");

        assertThat(leia.page().getByText("Not saved: this record is not yours any more"))
                .isVisible();
        assertThat(leia.page().getByText("Kim Park released your lock")).isVisible();
        assertThat(leia.page().getByText("“month end”")).isVisible();
        assertThat(leia.page().locator(".record")).containsText("Kroker-Brannigan");
        assertThat(storedLastName(zapp)).isEqualTo("Brannigan");
        leia.page().unroute("**/renew");
        leia.page()
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open the record again"))
                .click();
        leia.press("Put it back").press("Save");
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
    }

    @Test
    void whatPeopleTypeIsShownAndNeverRun() {
        LockPage leia = open("leia", "?reason=" + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8));
        leia.waitForState("mine");
        leia.type(HOSTILE);
        LockPage luke = open("luke", "");
        assertThat(luke.says()).containsText("(“" + HOSTILE + "”)");

        leia.press("Save");

        assertThat(leia.page().getByText("Zapp " + HOSTILE + " is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo(HOSTILE);
        assertThat(open(luke.page(), "").lastName()).hasValue(HOSTILE);
        Page kim = signIn("kim");
        kim.navigate(url("/locks"));
        assertThat(kim.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("customer " + zapp)))
                .containsText("Luke Skywalker");
        for (Page page : List.of(leia.page(), luke.page(), kim)) {
            assertThat(page.locator("main script, main b[onclick]")).hasCount(0);
        }
    }

    @Test
    void withoutScriptsTheServersOwnBannerIsThere() {
        LockPage leia = editing("leia");
        assertThat(leia.page().locator("[slot=without-scripts]")).not().isVisible();

        Page luke = signIn("luke", browsers.newContextWithoutScripts(1280, 900));
        luke.navigate(url("/customers/pessimistic/" + zapp + "/edit"));

        assertThat(luke.locator("[slot=without-scripts]")).containsText("Leia Organa has been editing since");
        assertThat(luke.locator("#lastName")).not().isEditable();
    }

    @Override
    LockPage editing(String user) {
        LockPage page = open(user, "");
        page.waitForState("mine");
        return page;
    }

    /** On the customer desk's own page. */
    @Override
    LockPage open(Page page, String query) {
        page.navigate(url("/customers/pessimistic/" + zapp + "/edit" + query));
        return new LockPage(page);
    }

    private static void menu(Page page) {
        page.locator(".bar summary").click();
    }

    private UUID lock() {
        return stored("SELECT lock_id FROM heldby_lock WHERE type = 'customer' AND id = ?", UUID.class, "" + zapp);
    }

    @Override
    boolean isMeantSo(String error) {
        return super.isMeantSo(error) || error.startsWith(NO_SERVER);
    }
}
