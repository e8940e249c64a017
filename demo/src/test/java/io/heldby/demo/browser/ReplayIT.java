package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One visitor watches two people; what is stored is in {@link io.heldby.demo.replay}'s own tests. */
class ReplayIT extends DemoTest {

    private static final Duration AT_THE_LATEST = Duration.ofSeconds(30);
    private static final long PACE = 1_500;

    @Test
    void everyReplayPlaysByItselfToItsMoral() {
        Page visitor = signIn("alice");
        visitor.navigate(url("/replay"));
        List<Page> playing = new ArrayList<>();
        for (String path : Replays.paths(visitor)) {
            Page tab = newTab(visitor.context());
            tab.navigate(url(path));
            playing.add(tab);
        }
        assertThat(playing).hasSizeGreaterThanOrEqualTo(11);

        for (Page tab : playing) {
            assertThat(tab.locator("#moral"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout((double) AT_THE_LATEST.toMillis()));
            assertThat(Replays.performed(tab)).hasCount(tab.locator(".steps li").count());
            assertThat(button(tab, "Pause")).isHidden();
            assertThat(button(tab, "Step")).hasCount(0);
        }
    }

    @Test
    void theStartPageLeadsThereFirst() {
        Page visitor = signIn("alice");
        assertThat(visitor.locator("main a").first()).hasText("Watch two people");

        visitor.locator("main a").first().click();

        assertThat(visitor.locator("h1")).hasText("Watch two people");
    }

    @Test
    void pauseStepPlayAndAgain() {
        Page visitor = atRest("alice", "customer-desk-pessimistic");
        assertThat(Replays.performed(visitor)).hasCount(0);
        visitor.clock().runFor(PACE);
        assertThat(Replays.performed(visitor)).hasCount(1);

        press(visitor, "Pause");
        nothingMovesFor(10 * PACE, visitor);
        assertThat(Replays.screen(visitor, "Leia")).containsText("Only you can edit.");
        assertThat(Replays.performed(visitor)).hasCount(1);

        press(visitor, "Step");
        assertThat(Replays.screen(visitor, "Luke"))
                .containsText(Pattern.compile("Leia Organa has been editing since \\d\\d:\\d\\d"));
        nothingMovesFor(10 * PACE, visitor);
        assertThat(Replays.performed(visitor)).hasCount(2);

        press(visitor, "Play");
        visitor.clock().runFor(PACE);
        assertThat(Replays.performed(visitor)).hasCount(3);

        press(visitor, "Again");
        assertThat(Replays.performed(visitor)).hasCount(0);
        assertThat(visitor.locator(".database")).hasCount(0);
    }

    @Test
    void whoWantsNoMotionPressesStep() {
        Page visitor = atRest("alice", "stock-room", ReducedMotion.REDUCE);
        assertThat(button(visitor, "Pause")).isHidden();
        nothingMovesFor(10 * PACE, visitor);
        press(visitor, "Step");

        assertThat(Replays.performed(visitor)).hasCount(1);
        nothingMovesFor(10 * PACE, visitor);
        press(visitor, "Step");
        assertThat(Replays.performed(visitor)).hasCount(2);
    }

    @Test
    void byKeyboardFocusStaysAndIsNotLostAtTheEnd() {
        Page visitor = atRest("alice", "underwriting", ReducedMotion.REDUCE);
        button(visitor, "Step").focus();
        for (int step = 1; step <= 4; step++) {
            assertThat(button(visitor, "Step")).isFocused();
            visitor.keyboard().press("Enter");
            assertThat(Replays.performed(visitor)).hasCount(step);
        }

        assertThat(button(visitor, "Again")).isFocused();
    }

    @Test
    void whatHappenedIsAnnounced() {
        Page visitor = atRest("alice", "stock-room");
        Locator live = visitor.locator("#happened");
        live.evaluate("region => region.dataset.same = 'yes'");

        visitor.clock().runFor(PACE);
        assertThat(live).containsText("John's form has the version");

        assertThat(live).hasAttribute("role", "status");
        assertThat(live).hasAttribute("data-same", "yes");
    }

    @Test
    void withoutScriptsTheVisitorPressesNextStep() {
        Page visitor = signIn("alice", browsers.newContextWithoutScripts(390, 844));
        visitor.navigate(url("/replay/customer-desk-optimistic"));
        assertThat(button(visitor, "Pause")).isHidden();

        for (int step = 1; step <= 5; step++) {
            visitor.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Next step: ")))
                    .click();
            assertThat(Replays.performed(visitor)).hasCount(step);
            if (step == 4) {
                assertThat(visitor.locator(".merge"))
                        .containsText(Pattern.compile("Last name.*to decide", Pattern.DOTALL));
            }
        }

        assertThat(visitor.locator("#moral")).isVisible();
        assertThat(visitor.locator("#moral")).containsText("Wong is stored");
        visitor.getByText("Entity log", new Page.GetByTextOptions().setExact(true))
                .click();
        assertThat(visitor.locator(".history tbody tr")).hasCount(3);
    }

    @Test
    void onAPhoneTheScreensAreStackedBelowTheControls() {
        Page visitor = atRest("alice", "order-picking");
        visitor.setViewportSize(390, 844);
        visitor.clock().runFor(PACE);
        assertThat(Replays.performed(visitor)).hasCount(1);

        double john = Replays.screen(visitor, "John").boundingBox().y;
        double jane = Replays.screen(visitor, "Jane").boundingBox().y;
        assertThat(jane).isGreaterThan(john);
        assertThat(button(visitor, "Pause").boundingBox().y).isLessThan(john);
        assertThat(visitor.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
    }

    @Test
    void aServerThatDoesNotAnswerIsTold() {
        Page visitor = atRest("alice", "contracts");
        visitor.route("**/next", route -> route.abort());

        visitor.clock().runFor(PACE);

        assertThat(visitor.locator("#told")).containsText("The replay has stopped");
        assertThat(button(visitor, "Play")).isVisible();
    }

    @Override
    boolean isMeantSo(String error) {
        return super.isMeantSo(error) || error.startsWith(NO_SERVER);
    }

    private Page atRest(String user, String replay) {
        return atRest(user, replay, ReducedMotion.NO_PREFERENCE);
    }

    /** A replay whose time stands still unless the test lets it run. */
    private Page atRest(String user, String replay, ReducedMotion motion) {
        Page page = signIn(user);
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(motion));
        long now = Instant.now().toEpochMilli();
        page.clock().install(new Clock.InstallOptions().setTime(now));
        page.clock().pauseAt(now + 1_000);
        page.navigate(url("/replay/" + replay));
        return page;
    }

    /** A step that was asked for in that time would have been sent before what is sent after it. */
    private static void nothingMovesFor(long milliseconds, Page page) {
        List<String> sent = new ArrayList<>();
        Consumer<Request> listener = request -> sent.add(request.method());
        page.onRequest(listener);
        page.clock().runFor(milliseconds);
        page.evaluate("fetch('/favicon.svg', { cache: 'no-store' }).then(answer => answer.status)");
        page.offRequest(listener);
        assertThat(sent).containsOnly("GET");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
