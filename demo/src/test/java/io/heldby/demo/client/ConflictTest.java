package io.heldby.demo.client;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;

/** Somebody who saved article 42 too late and is asked; {@code conflict-page.js} has what they are asked. */
abstract class ConflictTest extends ClientTest {

    Page ask(String conflict) {
        return ask(conflict, "{ mayOverwrite: true }");
    }

    Page ask(String conflict, String options) {
        Page page = article(1280, 900);
        askAgain(page, conflict, options);
        return page;
    }

    Page article(int width, int height) {
        Page page = open("/conflict.html", width, height);
        page.waitForFunction("() => window.ready");
        return page;
    }

    static void askAgain(Page page, String conflict, String options) {
        page.evaluate("() => ask(%s, %s)".formatted(conflict, options));
        assertThat(dialog(page)).isVisible();
    }

    static Locator dialog(Page page) {
        return page.getByRole(AriaRole.DIALOG);
    }

    static Locator title(Page page) {
        return dialog(page).getByRole(AriaRole.HEADING, new Locator.GetByRoleOptions().setLevel(2));
    }

    static Locator status(Page page) {
        return dialog(page).getByRole(AriaRole.STATUS);
    }

    /** The question about a field, or about one place of a text, by its whole name. */
    static Locator question(Page page, String name) {
        return page.getByRole(
                AriaRole.RADIOGROUP, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator choice(Page page, String question, String choice) {
        return question(page, question)
                .getByRole(
                        AriaRole.RADIO,
                        new Locator.GetByRoleOptions().setName(choice).setExact(true));
    }

    static void choose(Page page, String question, String choice) {
        choice(page, question, choice).check();
    }

    /** The row of a question. */
    static Locator row(Page page, String question) {
        return dialog(page).locator("tr", new Locator.LocatorOptions().setHas(question(page, question)));
    }

    static Locator result(Page page, String question) {
        return row(page, question).locator("td.result .outcome");
    }

    /** Where a value of one's own is written. */
    static Locator editor(Page page, String question) {
        return result(page, question).locator("input, select, textarea");
    }

    static void press(Page page, String button) {
        dialog(page)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> decided(Page page) {
        page.waitForFunction("() => window.decided !== undefined");
        assertThat(dialog(page)).hasCount(0);
        return (Map<String, Object>) page.evaluate("() => window.decided");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> values(Map<String, Object> decided) {
        return (Map<String, Object>) decided.get("values");
    }

    static void nothingDecided(Page page) {
        org.assertj.core.api.Assertions.assertThat(page.evaluate("() => window.decided"))
                .isNull();
        assertThat(dialog(page)).isVisible();
    }
}
