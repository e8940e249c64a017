package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What comes between somebody and their text: sleep, no network, a login that is over, a long lunch. */
class InterruptedEditingIT extends LockTest {

    @Test
    void aLaptopThatWakesUpAsksFirstWhoseTheRecordIs() {
        Page page = signIn("leia");
        page.clock().install();
        LockPage leia = open(page, "acquire=open");
        leia.waitForState("mine");
        leia.type("Kroker-Brannigan");

        page.clock().fastForward(20 * 60 * 1000);

        assertThat(leia.says()).containsText("Only you can edit.");
        assertThat(leia.lastName()).isEditable();
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
        leia.press("Save");
        assertThat(page.getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
    }

    @Test
    void aLaptopThatSleptTooLongShowsWhoHasTheRecordAndKeepsTheText() {
        Page page = signIn("leia");
        page.clock().install();
        LockPage leia = open(page, "acquire=open");
        leia.waitForState("mine");
        leia.type("Kroker-Brannigan");
        page.route("**/renew", route -> route.abort()); // Asleep.
        theLeaseIsOver();
        LockPage luke = editing("luke");
        page.unroute("**/renew");

        page.clock().fastForward(20 * 60 * 1000);

        assertThat(leia.lastName()).not().isEditable();
        assertThat(leia.says()).containsText("Luke Skywalker took over at");
        assertThat(leia.says()).containsText("Your draft is safe.");
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
        assertThat(leia.drafts()).contains("Kroker-Brannigan");
        assertThat(luke.says()).containsText("Only you can edit.");
    }

    @Test
    void whatIsTypedIntoAFrozenPageIsThereWhenItThaws() {
        LockPage leia = editing("leia");
        leia.type("Kroker-Brannigan");
        CDPSession devTools = leia.page().context().newCDPSession(leia.page());

        lifecycle(devTools, "frozen");
        Awaitility.await().pollDelay(java.time.Duration.ofSeconds(3)).until(() -> true);
        lifecycle(devTools, "active");

        assertThat(leia.says()).containsText("Only you can edit.");
        assertThat(leia.drafts()).contains("Kroker-Brannigan");
        assertThat(leia.lastName()).isEditable();
    }

    @Test
    void aClockThatJumpsEndsNothing() {
        Page page = signIn("leia");
        page.clock().install();
        LockPage leia = open(page, "acquire=open");
        leia.waitForState("mine");

        page.clock().setSystemTime(System.currentTimeMillis() - 24 * 3_600_000L);
        page.waitForTimeout(3000);
        assertThat(leia.says()).containsText("Only you can edit.");
        page.clock().setSystemTime(System.currentTimeMillis() + 24 * 3_600_000L);
        page.waitForTimeout(3000);

        assertThat(leia.says()).containsText("Only you can edit.");
        assertThat(leia.lastName()).isEditable();
        assertThat(holders()).containsExactly("Leia Organa");
    }

    @Test
    void withoutANetworkOneTypesOnAndIsToldForHowLong() {
        LockPage leia = editing("leia");

        leia.page().context().setOffline(true);

        assertThat(leia.says())
                .containsText(
                        Pattern.compile(
                                "No connection to the server\\. Your text is kept in this browser; the record is yours until \\d\\d:\\d\\d\\."));
        leia.type("Kroker-Brannigan");
        assertThat(leia.lastName()).isEditable();
        leia.page().context().setOffline(false);
        assertThat(leia.says()).containsText("Only you can edit.");
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
    }

    @Test
    void withoutANetworkForLongerThanTheLeaseNobodyTypesInVain() {
        Page page = signIn("leia");
        page.clock().install();
        LockPage leia = open(page, "acquire=open");
        leia.waitForState("mine");
        leia.type("Kroker-Brannigan");
        page.context().setOffline(true);

        page.clock().fastForward(4 * 60 * 1000);

        assertThat(leia.says()).containsText("the time of your lock is over");
        assertThat(leia.lastName()).not().isEditable();
        assertThat(leia.drafts()).contains("Kroker-Brannigan");
        page.context().setOffline(false);
        assertThat(leia.says()).containsText("Only you can edit.");
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
    }

    @Test
    void aHeartbeatThatHangsDoesNotStopTheWatch() {
        Page page = signIn("leia");
        page.clock().install();
        LockPage leia = open(page, "acquire=open");
        leia.waitForState("mine");
        page.route("**/renew", route -> {}); // Never answered.
        page.waitForRequest("**/renew", () -> {});

        page.clock().fastForward(4 * 60 * 1000);

        assertThat(leia.lastName()).not().isEditable();
        page.unroute("**/renew");
        assertThat(leia.says()).containsText("Only you can edit.");
    }

    @Test
    void whoIsAwayForLongIsAskedAndThenOthersMayHaveTheRecord() {
        Page page = signIn("leia");
        page.clock().install();
        LockPage leia = open(page, "acquire=open&idle-after=60");
        leia.waitForState("mine");
        leia.type("Kroker-Brannigan");

        page.clock().runFor(61 * 1000);
        assertThat(leia.says())
                .containsText(
                        Pattern.compile(
                                "Still working\\? Otherwise your text is kept as a draft in [12]:\\d\\d and others may edit\\."));
        leia.press("Keep editing");
        assertThat(leia.says()).containsText("Only you can edit.");
        page.clock().runFor(61 * 1000);
        assertThat(leia.says()).containsText("Still working?");
        page.clock().runFor(121 * 1000);

        assertThat(leia.says()).containsText("You were away since");
        assertThat(leia.drafts()).contains("Kroker-Brannigan");
        List<Request> requests = new ArrayList<>();
        page.onRequest(requests::add);
        page.clock().runFor(5 * 60 * 1000);
        page.waitForTimeout(3000);
        assertThat(requests).isEmpty();
        leia.press("Keep editing");
        assertThat(leia.says()).containsText("Only you can edit.");
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
    }

    @Test
    void whoIsSignedOutSignsInInAnotherWindowAndGoesOn() {
        LockPage leia = editing("leia");
        leia.type("Kroker-Brannigan");

        leia.page().context().clearCookies();

        assertThat(leia.says()).containsText("You were signed out. Your text is here.");
        assertThat(leia.drafts()).contains("Kroker-Brannigan");
        signInInANewWindow(leia, "leia").close();
        assertThat(leia.says()).containsText("Only you can edit.");
        leia.press("Save");
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
    }

    @Test
    void whoSignsInAsSomebodyElseDoesNotGoOnWithTheOthersText() {
        LockPage leia = editing("leia");
        leia.type("Kroker-Brannigan");
        leia.page().context().clearCookies();
        assertThat(leia.says()).containsText("You were signed out.");

        Page window = signInInANewWindow(leia, "luke");
        leia.page().waitForTimeout(1500);

        assertThat(leia.says()).containsText("You were signed out.");
        assertThat(leia.lastName()).not().isEditable();
        LockPage luke = open(window, "acquire=open");
        luke.waitForState("blocked");
        assertThat(luke.notices()).hasCount(0); // No draft of Leia's is offered.
    }

    @Test
    void backFromTheBrowsersMemoryThePageAsksFirst() {
        LockPage leia = editingInABrowserThatKeepsPages();
        leia.type("Kroker-Brannigan");
        leia.page().evaluate("window.stillTheSamePage = true");
        leia.page().navigate(url("/test/badges/" + zapp));

        leia.page().evaluate("history.back()"); // Playwright's own waits for a page that loads.
        leia.page()
                .waitForURL("**/test/customers/**", new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT));

        assertThat(leia.page().evaluate("window.stillTheSamePage")).isEqualTo(true);
        assertThat(leia.says()).containsText("Only you can edit.");
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
        assertThat(leia.lastName()).isEditable();
    }

    @Test
    void backFromTheBrowsersMemoryToARecordThatIsSomebodyElsesNow() {
        LockPage leia = editingInABrowserThatKeepsPages();
        leia.type("Kroker-Brannigan");
        leia.page().evaluate("window.stillTheSamePage = true");
        leia.page().navigate(url("/test/badges/" + zapp));
        theLeaseIsOver();
        editing("luke");

        leia.page().evaluate("history.back()"); // Playwright's own waits for a page that loads.
        leia.page()
                .waitForURL("**/test/customers/**", new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT));

        assertThat(leia.page().evaluate("window.stillTheSamePage")).isEqualTo(true);
        assertThat(leia.says()).containsText("Luke Skywalker took over at");
        assertThat(leia.lastName()).not().isEditable();
        assertThat(leia.drafts()).contains("Kroker-Brannigan");
    }

    @Test
    void theEndOfTheMaximumHoldIsCountedDownAndEditingGoesOnIfNobodyWaits() {
        LockPage leia = editing("leia");
        leia.type("Kroker-Brannigan");

        theMaximumHoldEndsIn(118);

        assertThat(leia.says()).containsText(Pattern.compile("Editing ends in 1:\\d\\d\\."));
        assertThat(leia.page().locator("edit-lock p.seen-by-readers")).containsText("Editing ends in 1:5");
        leia.press("Keep editing");
        assertThat(leia.says()).containsText("Only you can edit.");
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
        assertThat(holders()).containsExactly("Leia Organa");
    }

    @Test
    void theEndOfTheMaximumHoldComesFirstWhereSomebodyWaits() {
        LockPage leia = editing("leia");
        leia.type("Kroker-Brannigan");
        LockPage luke = blocked("luke");
        luke.press(luke.page().getByText("Notify me").innerText());
        assertThat(luke.says()).containsText("You are told when it is free.");

        theMaximumHoldEndsIn(100);

        assertThat(leia.says()).containsText(Pattern.compile("Editing ends in 1:\\d\\d; Luke Skywalker is waiting\\."));
        leia.press("Save and close");
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(luke.says()).containsText("It is your turn");
    }

    @Test
    void whoSignsOutWithUnsavedTextIsAskedWhetherItMayStay() {
        LockPage leia = editing("leia");
        leia.type("Kroker-Brannigan");
        leia.page().waitForTimeout(500);
        leia.page().navigate(url("/orders"));
        leia.page().locator(".bar summary").click();

        press(leia.page(), "Sign out");

        assertThat(leia.dialog()).containsText("Text of 1 record is kept in this browser and not saved.");
        leia.press("Sign out and delete it");
        assertThat(leia.page().getByText("You are signed out.")).isVisible();
        assertThat(leia.drafts()).doesNotContain("Kroker");
    }

    private LockPage editingInABrowserThatKeepsPages() {
        LockPage page = open(signIn("leia", browsers.newContextThatKeepsPages(1280, 900)), "acquire=open");
        page.waitForState("mine");
        return page;
    }

    /** And comes back to the page. */
    private static Page signInInANewWindow(LockPage page, String user) {
        Page window = page.page()
                .waitForPopup(
                        () -> page.page().getByText("Sign in in a new window").click());
        window.getByLabel("User").fill(user);
        window.getByLabel("Password").fill(user);
        press(window, "Sign in");
        page.page()
                .evaluate("window.dispatchEvent(new Event('focus'))"); // Windows of a headless browser always have it.
        return window;
    }

    @Override
    boolean isMeantSo(String error) {
        return super.isMeantSo(error) || error.startsWith(NO_SERVER);
    }

    private static void lifecycle(CDPSession devTools, String state) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("state", state);
        devTools.send("Page.setWebLifecycleState", parameters);
    }
}
