package io.heldby.demo.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three people at one record, who type, save, load again, freeze, lose the network, are signed out, take over, break and hand
 * over, in an order drawn by lot. Whatever happened: every word that was typed is stored, or was stored until somebody changed
 * it, or is in a draft, or stands on somebody's screen.
 *
 * <p>{@code -Dheldby.schedules=200} plays more of them, {@code -Dheldby.seed=17} one again.
 */
class NoKeystrokeLostIT extends LockTest {

    private static final int SCHEDULES = Integer.getInteger("heldby.schedules", 12);
    private static final int STEPS = 14;

    /** All that a person could find their words in: fields, what the elements say, and the drafts of this browser. */
    private static final String EVERYTHING = """
            () => {
              const shown = [];
              const collect = (root) => root.querySelectorAll("*").forEach((element) => {
                if ("value" in element) shown.push(element.value);
                if (element.shadowRoot) { shown.push(element.shadowRoot.textContent); collect(element.shadowRoot); }
              });
              collect(document);
              return [...shown, document.body.innerText, ...Object.values(localStorage)].join("\\n");
            }""";

    private final List<Person> people = new ArrayList<>();
    private final Map<String, String> typed = new LinkedHashMap<>();
    private final List<String> story = new ArrayList<>();
    private int words;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void everyWordIsStoredOrInADraftOrOnAScreen() {
        for (String user : List.of("leia", "luke", "kim")) {
            BrowserContext browser = browsers.newContext(1000, 800);
            people.add(new Person(user, signIn(user, browser), browser));
        }
        Integer single = Integer.getInteger("heldby.seed");
        for (int seed = single == null ? 1 : single; seed <= (single == null ? SCHEDULES : single); seed++) {
            play(new Random(seed));
            assertThat(lostWords()).as("schedule %d: %s", seed, story).isEmpty();
        }
        assertThat(words).as("what was typed at all").isGreaterThan(single == null ? SCHEDULES : 0);
    }

    @Override
    boolean isMeantSo(String error) {
        return super.isMeantSo(error) || error.startsWith(NO_SERVER);
    }

    private void play(Random lot) {
        typed.clear();
        story.clear();
        aCustomerArrives();
        people.forEach(Person::open);
        for (int step = 0; step < STEPS; step++) {
            people.get(lot.nextInt(people.size())).act(lot);
        }
        people.forEach(Person::settle);
    }

    private List<String> lostWords() {
        List<String> log = new ArrayList<>(database.sql("SELECT notes FROM customer WHERE id = ?")
                .param(zapp)
                .query(String.class)
                .list());
        log.addAll(database.sql("""
                        SELECT new_value FROM heldby_change_field
                        WHERE entity = 'customer' AND id = ? AND new_value IS NOT NULL""").param("" + zapp).query(String.class).list());
        String stored = String.join("\n", log);
        return typed.entrySet().stream()
                .filter(word -> !stored.contains(word.getKey()))
                .filter(word -> people.stream()
                        .noneMatch(person -> person.user.equals(word.getValue())
                                && ((String) person.page.evaluate(EVERYTHING)).contains(word.getKey())))
                .map(word -> word.getKey() + " of " + word.getValue())
                .toList();
    }

    /** One of the three, in a browser of their own. */
    private final class Person {

        private final String user;
        private final Page page;
        private final BrowserContext browser;
        private final CDPSession devTools;
        private boolean offline;

        Person(String user, Page page, BrowserContext browser) {
            this.user = user;
            this.page = page;
            this.browser = browser;
            this.devTools = browser.newCDPSession(page);
        }

        void open() {
            online();
            NoKeystrokeLostIT.this.open(page, "acquire=open");
            page.waitForTimeout(150);
        }

        void act(Random lot) {
            switch (lot.nextInt(12)) {
                case 0, 1, 2, 3 -> type();
                case 4 -> save();
                case 5 -> refresh();
                case 6 -> freeze();
                case 7 -> toggleNetwork();
                case 8 -> signedOut();
                case 9 -> takeOverOrEdit();
                case 10 -> breakLock();
                default -> handOver();
            }
            page.waitForTimeout(lot.nextInt(250));
        }

        private void did(String what) {
            story.add(user + " " + what);
        }

        private void type() {
            String word = "w" + ++words + ".";
            Boolean done = (Boolean) page.evaluate("() => { const n = document.querySelector('[name=notes]');"
                    + " if (!n || n.readOnly || document.querySelector('edit-lock')?.shadowRoot?.querySelector('dialog[open]')) return false;"
                    + " n.focus(); n.setSelectionRange(n.value.length, n.value.length); return true; }");
            if (Boolean.TRUE.equals(done)) {
                page.keyboard().insertText(word);
                // A page that was frozen between the two takes no input.
                if (((String) page.evaluate("() => document.querySelector('[name=notes]')?.value ?? ''"))
                        .contains(word)) {
                    typed.put(word, user);
                    did("types " + word);
                }
            }
        }

        private void save() {
            if (!offline && press("Save")) {
                did("saves");
                page.waitForTimeout(400);
                backToTheRecord();
            }
        }

        private void refresh() {
            if (!offline) {
                did("loads again");
                page.reload();
            }
        }

        private void freeze() {
            did("freezes");
            lifecycle("frozen");
            page.waitForTimeout(200);
            lifecycle("active");
        }

        private void toggleNetwork() {
            offline = !offline;
            browser.setOffline(offline);
            did(offline ? "goes off line" : "is on line again");
        }

        private void signedOut() {
            did("is signed out and signs in again");
            browser.clearCookies();
            page.waitForTimeout(300);
            signInAgain();
        }

        private void signInAgain() {
            online();
            Page window = newTab(browser);
            window.navigate(url("/login"));
            if (window.getByLabel("User").count() > 0) {
                window.getByLabel("User").fill(user);
                window.getByLabel("Password").fill(user);
                DemoTest.press(window, "Sign in");
                window.waitForURL(url("/"));
            }
            window.close();
            page.evaluate("() => window.dispatchEvent(new Event('focus'))");
        }

        private void takeOverOrEdit() {
            if (offline) {
                return;
            }
            if (press("Take over…")) {
                did("takes over");
                page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Reason, for"))
                        .fill("I need it");
                press("Send");
            } else if (press("Edit now") || press("Continue here") || press("Keep editing")) {
                did("goes on");
            } else if (press("Put it back")) {
                did("puts the draft back");
            }
        }

        private void breakLock() {
            if (user.equals("kim")) {
                did("breaks the lock");
                forceRelease("month end");
            }
        }

        private void handOver() {
            if (offline) {
                return;
            }
            String asker = "Ask ";
            if (press("Hand over, keep my text as a draft") || press("Hand over")) {
                did("hands over");
            } else if (page.locator("edit-lock .banner button:has-text('" + asker + "')")
                            .count()
                    > 0) {
                page.locator("edit-lock .banner button:has-text('" + asker + "')")
                        .first()
                        .click();
                page.locator("dialog[open] input").fill("please");
                page.locator("dialog[open] button.first").click();
                did("asks");
            }
        }

        /** Presses a button that is there and can be pressed. */
        private boolean press(String button) {
            var found = page.getByRole(
                    AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true));
            try {
                if (found.count() > 0 && found.first().isEnabled()) {
                    found.first().click(new com.microsoft.playwright.Locator.ClickOptions().setTimeout(1500));
                    return true;
                }
            } catch (PlaywrightException goneMeanwhile) {
                return false;
            }
            return false;
        }

        /** What a person does after a save, or when a page is not that of the record any more. */
        private void backToTheRecord() {
            if (!page.url().contains("/test/customers/")
                    && !page.locator("edit-lock").isVisible()) {
                NoKeystrokeLostIT.this.open(page, "acquire=open");
            }
        }

        private void online() {
            if (offline) {
                offline = false;
                browser.setOffline(false);
            }
        }

        /** The day is over: all are on line again, signed in, and look at the record. */
        void settle() {
            online();
            page.waitForTimeout(300);
        }

        private void lifecycle(String state) {
            JsonObject parameters = new JsonObject();
            parameters.addProperty("state", state);
            devTools.send("Page.setWebLifecycleState", parameters);
        }
    }
}
