package io.heldby.demo.client;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** By keyboard, to a screen reader, on a phone, in both themes. Pictures are left in {@code target/screenshots}. */
class ConflictAccessIT extends ConflictTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @Test
    void everythingIsDecidedByKeyboard() {
        Page page = article(1280, 900);
        page.locator("#elsewhere").focus();
        askAgain(page, "cases.usual()", "{}");
        assertThat(title(page)).isFocused();

        page.keyboard().press("n");
        assertThat(choice(page, "Name", "Theirs")).isFocused();
        page.keyboard().press("Space");
        assertThat(choice(page, "Name", "Theirs")).isChecked();
        page.keyboard().press("n");
        page.keyboard().press("ArrowRight");
        assertThat(choice(page, "Notes, Both changed", "Yours")).isChecked();
        page.keyboard().press("n");
        page.keyboard().press("ArrowLeft");
        assertThat(choice(page, "margin", "Edit")).isChecked();
        assertThat(choice(page, "margin", "Edit")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Control+a");
        page.keyboard().type("0.5");
        page.keyboard().press("Control+Enter");

        assertThat(values(decided(page)))
                .containsEntry("name", "Pen, royal blue")
                .containsEntry("margin", "0.5");
        assertThat(page.locator("#elsewhere")).isFocused();
    }

    @Test
    void lettersGoToTheNextQuestionButNotWhileTyping() {
        Page page = ask("cases.usual()");
        page.keyboard().press("p");
        assertThat(choice(page, "margin", "Theirs")).isFocused();
        page.keyboard().press("n");
        assertThat(choice(page, "Name", "Theirs")).isFocused();
        choose(page, "Name", "Edit");
        editor(page, "Name").fill("");
        editor(page, "Name").focus();

        page.keyboard().type("new pen");

        assertThat(editor(page, "Name")).hasValue("new pen");
        assertThat(editor(page, "Name")).isFocused();
    }

    @Test
    void lettersCanBeSwitchedOff() {
        Page page = article(1280, 900);
        page.evaluate("() => document.querySelector('edit-conflict').setAttribute('no-keys', '')");
        askAgain(page, "cases.usual()", "{}");

        page.keyboard().press("n");

        assertThat(title(page)).isFocused();
        assertThat(dialog(page).getByText("N and P")).hasCount(0);
    }

    @Test
    void controlAndEnterGoesToWhatIsOpen() {
        Page page = ask("cases.usual()");

        page.keyboard().press("Control+Enter");

        assertThat(choice(page, "Name", "Theirs")).isFocused();
        nothingDecided(page);
    }

    @Test
    void focusStaysInTheDialog() {
        Page page = ask("cases.one()");

        for (int i = 0; i < 12; i++) {
            page.keyboard().press("Tab");
            assertThat(page.evaluate("() => document.activeElement.localName")).isIn("edit-conflict", "body");
        }
    }

    @Test
    void readerHearsTitleThenWhoAndWhenThenQuestionsThenWhatIsMergedThenButtons() {
        Page page = ask("cases.one()", "{ mine: {...cases.base, name: 'Ballpoint pen, blue'}, label: 'Article 42' }");

        assertThat(dialog(page)).hasAccessibleName(title(page).textContent());
        assertThat(dialog(page)).matchesAriaSnapshot("""
                - dialog:
                  - heading /Bob saved version 8/ [level=2]
                  - paragraph: /Article 42, saved by Bob on .+ Nothing of yours has been written yet/
                  - heading "To decide" [level=3]
                  - table "To decide":
                    - rowgroup:
                      - row:
                        - columnheader "Field"
                        - columnheader "Original"
                        - columnheader "Bob’s"
                        - columnheader "Yours"
                        - columnheader "Result"
                    - rowgroup:
                      - row:
                        - rowheader "Name"
                        - cell "Pen, blue"
                        - cell "Pen, royal blue"
                        - cell "Ballpoint pen, blue"
                        - cell:
                          - radiogroup "Name":
                            - radio "Theirs"
                            - radio "Yours"
                            - radio "Edit"
                  - group: /1 merged/
                  - paragraph: /N and P/
                  - button "Save merged"
                  - status: 1 of 1 to decide
                  - button "All theirs"
                  - button "All mine"
                  - button "Keep as draft"
                  - button "Discard mine"
                """);
        assertThat(status(page)).hasAttribute("aria-live", "polite");
    }

    @Test
    void onAPhoneEveryQuestionIsACardThatSaysWhoseValueIsWhose() {
        Page page = article(390, 844);
        askAgain(page, "cases.usual()", "{ mayOverwrite: true, label: 'Article 42' }");

        assertThat(dialog(page).locator("thead").first()).isHidden();
        assertThat(row(page, "Name").locator(".of")).hasText(new String[] {"Original", "Bob’s", "Yours", "Result"});
        assertThat(row(page, "Name").locator("td.theirs .of")).isVisible();
        assertThat(row(page, "Name").locator("td.theirs")).hasCSS("display", "grid");
        assertThat(dialog(page).getByRole(AriaRole.ROWHEADER).first()).hasText("Name");
        double top = row(page, "Name").locator("td.base").boundingBox().y;
        assertThat(row(page, "Name").locator("td.mine").boundingBox().y).isGreaterThan(top + 20);
        Locator save = dialog(page).getByText("Save merged");
        assertThat(save.boundingBox().y).isBetween(600.0, 844.0);
        dialog(page).locator(".body").evaluate("body => body.scrollTo(0, 10000)");
        assertThat(save.boundingBox().y).isBetween(600.0, 844.0);
        assertThat(page.evaluate("() => document.documentElement.scrollWidth")).isEqualTo(390);
    }

    @Test
    void axeFindsNothingInEitherTheme() {
        List<String> findings = new ArrayList<>();
        Map<String, String> variants = Map.of(
                "usual", "cases.usual()",
                "no-base", "cases.noBase()",
                "deleted", "cases.deleted()");
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(1280, 390)) {
                Page page = article(width, 844);
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                variants.forEach((name, conflict) -> {
                    String where =
                            "conflict-%s-%s-%d".formatted(name, theme, width).toLowerCase(Locale.ROOT);
                    askAgain(page, conflict, "{ mayOverwrite: true, label: 'Article 42' }");
                    if (name.equals("usual")) {
                        choose(page, "Name", "Theirs");
                        choose(page, "margin", "Edit");
                        editor(page, "margin").fill("");
                        dialog(page).locator("details.merged summary").click();
                        examine(page, where, findings);
                        press(page, "Overwrite with mine…");
                        press(page, "Overwrite");
                        examine(page, where + "-overwrite", findings);
                        page.keyboard().press("Escape");
                    } else {
                        examine(page, where, findings);
                    }
                    page.keyboard().press("Escape");
                    decided(page);
                });
            }
        }
        assertThat(findings).isEmpty();
    }

    private static void examine(Page page, String where, List<String> findings) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(where + ".png")));
        AxeResults axe = new AxeBuilder(page).setLegacyMode(true).analyze();
        assertThat(axe.getPasses()).as("what axe looked at on " + where).isNotEmpty();
        axe.getViolations()
                .forEach(rule -> findings.add(where + ": " + rule.getId() + " "
                        + rule.getNodes().get(0).getHtml()));
    }
}
