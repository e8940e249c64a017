package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can happen to somebody while the editor is open. */
class PessimisticEditorIT extends DemoTest {

    private static final String HOSTILE = "<b onclick=\"alert('x')\">Ünï</b> \"q\" & '😀' <script>x</script>";

    private long zapp;

    @BeforeEach
    void aCustomerArrives() {
        zapp = zappAt("PESSIMISTIC");
    }

    @Test
    void aReloadKeepsTheLock() {
        Editor leia = editor("leia").open();
        UUID first = lock();

        leia.page().reload();
        leia.page().reload();

        assertThat(leia.banner()).containsText("Only you can edit.");
        outliveTheFarewells(leia);
        assertThat(lock()).isEqualTo(first);
        leia.type("Kroker-Brannigan").save();
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
    }

    @Test
    void leavingThePageFreesTheRecordSoon() {
        Editor leia = editor("leia").open();
        Editor luke = editor("luke").open();
        assertThat(luke.banner()).containsText("Leia Organa has been editing since");

        // Right after a heartbeat, so that none is under way: it would make the farewell a stale one.
        long seen = beat(leia);
        Awaitility.await().atMost(SOON).until(() -> beat(leia) > seen);
        leia.page().navigate(url("/orders"));

        assertThat(luke.banner()).containsText("It is free now:");
    }

    @Test
    void theSameUserInAnotherBrowserIsOfferedToContinueHere() {
        Editor there = editor("leia").open().type("typed there");
        Editor here = editor("leia").open();
        assertThat(here.banner()).containsText("You are editing this in another tab or browser since");
        assertThat(here.lastName()).not().isEditable();

        press(here.page(), "Continue here");

        assertThat(here.banner()).containsText("Only you can edit.");
        assertThat(there.banner()).containsText("Your text is safe");
        assertThat(there.lastName()).hasValue("typed there");
        assertThat(there.lastName()).not().isEditable();
        here.type("Kroker-Brannigan").save();
        assertThat(here.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
    }

    @Test
    void theSameUserInAnotherTabIsOfferedToContinueHere() {
        Editor there = editor("leia").open().type("typed there");
        Editor here = new Editor(newTab(there.page().context()), there.url()).open();
        assertThat(here.banner()).containsText("You are editing this in another tab.");
        assertThat(here.lastName()).not().isEditable();

        here.banner().getByText("Continue here").click();

        assertThat(there.banner()).containsText("You went on in another tab.");
        assertThat(there.lastName()).hasValue("typed there");
        here.type("Kroker-Brannigan").save();
        assertThat(here.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
    }

    @Test
    void signingOutFreesTheRecord() {
        Editor leia = editor("leia").open();
        menu(leia.page());

        press(leia.page(), "Sign out");

        assertThat(leia.page().getByText("You are signed out.")).isVisible();
        assertThat(holders()).isEmpty();
    }

    @Test
    void switchingTheUserFreesTheRecordAndGoesOnAsSomebodyElse() {
        Editor leia = editor("leia").open();
        menu(leia.page());

        press(leia.page(), "Luke Skywalker");

        assertThat(leia.page().locator(".bar summary")).containsText("Luke Skywalker");
        assertThat(holders()).isEmpty();
        assertThat(leia.open().banner()).containsText("Only you can edit.");
        assertThat(holders()).containsExactly("Luke Skywalker");
    }

    @Test
    void aValidationErrorKeepsLockAndText() {
        Editor leia = editor("leia").open();
        UUID first = lock();
        leia.page().getByLabel("Notes").fill("Marries on Saturday.");

        leia.type("  ").save();

        assertThat(leia.page().getByText("Please enter a last name.")).isVisible();
        assertThat(leia.page().getByLabel("Notes")).hasValue("Marries on Saturday.");
        outliveTheFarewells(leia);
        assertThat(lock()).isEqualTo(first);
        assertThat(storedLastName(zapp)).isEqualTo("Brannigan");
        leia.type("Kroker-Brannigan").save();
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
    }

    @Test
    void cancelFreesTheRecordAndStoresNothing() {
        Editor leia = editor("leia").open().type("Kroker-Brannigan");

        press(leia.page(), "Cancel");

        assertThat(leia.page()).hasURL(url("/customers/pessimistic"));
        assertThat(holders()).isEmpty();
        assertThat(storedLastName(zapp)).isEqualTo("Brannigan");
    }

    @Test
    void aForceReleaseTellsWhoIsTypingWhoDidItAndWhyAndTheTextIsOfferedAgain() {
        Editor leia = editor("leia").open().type("Kroker-Brannigan");

        forceRelease("month end");

        assertThat(leia.banner())
                .containsText(Pattern.compile("Kim Park released your lock at \\d\\d:\\d\\d: “month end”"));
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
        assertThat(leia.lastName()).not().isEditable();
        assertThat(storedLastName(zapp)).isEqualTo("Brannigan");

        leia.page().getByText("Open the record again").click();
        press(leia.page(), "Put it back");
        leia.save();
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
    }

    @Test
    void aSaveAfterAForceReleaseStoresNothingAndShowsWhatWasTyped() {
        Editor leia = editor("leia").open().type("Kroker-Brannigan");
        // As if the heartbeat had not come through yet.
        leia.page().route("**/renew", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        forceRelease("month end");

        leia.save();

        assertThat(leia.page().getByText("Not saved: this record is not yours any more"))
                .isVisible();
        assertThat(leia.page().getByText("Kim Park released your lock")).isVisible();
        assertThat(leia.page().getByText("“month end”")).isVisible();
        assertThat(leia.page().locator(".record")).containsText("Kroker-Brannigan");
        assertThat(storedLastName(zapp)).isEqualTo("Brannigan");
    }

    @Test
    void whatPeopleTypeIsShownAndNeverRun() {
        Editor leia = editor("leia").open(HOSTILE).type(HOSTILE);
        Editor luke = editor("luke").open();
        assertThat(luke.banner()).containsText("(“" + HOSTILE + "”)");

        leia.save();

        assertThat(leia.page().getByText("Zapp " + HOSTILE + " is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo(HOSTILE);
        assertThat(luke.open().lastName()).hasValue(HOSTILE);
        Page kim = signIn("kim");
        luke.open(HOSTILE);
        kim.navigate(url("/locks"));
        assertThat(kim.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("customer " + zapp)))
                .containsText("Luke Skywalker");
        for (Page page : List.of(leia.page(), luke.page(), kim)) {
            assertThat(page.locator("main script, main b[onclick]")).hasCount(0);
        }
    }

    private Editor editor(String user) {
        return new Editor(signIn(user), url("/customers/pessimistic/" + zapp + "/edit"));
    }

    private void forceRelease(String reason) {
        Page kim = signIn("kim");
        kim.navigate(url("/locks"));
        kim.locator("tr", new Page.LocatorOptions().setHasText("customer " + zapp))
                .locator("summary")
                .click();
        kim.getByLabel("Reason, for Leia Organa to read")
                .locator("visible=true")
                .fill(reason);
        kim.getByText("Release it now").locator("visible=true").click();
        assertThat(kim.getByText("The lock is released.")).isVisible();
    }

    private static void menu(Page page) {
        page.locator(".bar summary").click();
    }

    private UUID lock() {
        return stored("SELECT lock_id FROM heldby_lock WHERE type = 'customer' AND id = ?", UUID.class, "" + zapp);
    }

    private List<String> holders() {
        return database.sql("SELECT display_name FROM heldby_lock WHERE type = 'customer' AND id = ?")
                .param("" + zapp)
                .query(String.class)
                .list();
    }

    /** A page that was left ends its lock in four seconds, unless a later heartbeat has made that farewell a stale one. */
    private void outliveTheFarewells(Editor editor) {
        long seen = beat(editor);
        Awaitility.await().atMost(SOON).until(() -> beat(editor) >= seen + 5);
    }

    private static long beat(Editor editor) {
        return Long.parseLong(editor.page().locator("input[name=beat]").inputValue());
    }
}
