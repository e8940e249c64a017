package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without a mouse. */
class KeyboardIT extends DemoTest {

    @Test
    void aRecordIsOpenedChangedAndSaved() {
        long zapp = zappAt("PESSIMISTIC");
        Page leia = newTab(browsers.newContext(1280, 900));
        Keyboard keys = leia.keyboard();
        leia.navigate(url("/login"));
        assertThat(leia.getByLabel("User")).isFocused();
        keys.type("leia");
        keys.press("Tab");
        keys.type("leia");
        keys.press("Enter");
        assertThat(leia.locator(".bar summary")).containsText("Leia Organa");

        leia.navigate(url("/customers/pessimistic/" + zapp + "/edit"));
        tabTo(leia, "Last name");
        keys.press("Control+A");
        keys.type("Kroker-Brannigan");
        keys.press("Enter");

        assertThat(leia.getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
    }

    @Test
    void aPrescriptionIsEnteredAndTheChartIsClosed() {
        Page green = signIn("dr_green");
        Keyboard keys = green.keyboard();
        green.navigate(url("/clinic/patients/1010"));
        tabTo(green, "Medicine");
        keys.type("Ibuprofen 400 mg");
        keys.press("Tab");
        keys.type("1 at need");
        keys.press("Enter");
        assertThat(green.locator("#prescriptions")).containsText("Ibuprofen 400 mg");

        green.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Done"))
                .focus();
        keys.press("Enter");

        assertThat(green).hasURL(url("/clinic"));
    }

    @Test
    void aConflictAboutACustomerIsDecided() {
        Page leia = signIn("leia");
        Page bob = signIn("bob");
        for (Page page : List.of(leia, bob)) {
            page.navigate(url("/care/4003"));
        }
        bob.getByLabel("Phone").fill("0101 555 43");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).isVisible();
        Keyboard keys = leia.keyboard();
        tabTo(leia, "Phone");
        keys.press("Control+A");
        keys.type("0101 555 53");
        keys.press("Enter");
        assertThat(new DecisionDialog(leia).title()).containsText("1 conflict");

        keys.press("n");
        assertThat(new DecisionDialog(leia).radio("Phone", "Theirs")).isFocused();
        keys.press("ArrowRight");
        assertThat(new DecisionDialog(leia).radio("Phone", "Yours")).isChecked();
        keys.press("Control+Enter");

        assertThat(leia.locator("#saved")).isVisible();
        assertThat(stored("SELECT phone FROM care_customer WHERE id = 4003", String.class))
                .isEqualTo("0101 555 53");
    }

    @Test
    void aMenuOpensAndClosesAndGivesTheFocusBack() {
        Page leia = signIn("leia");
        var summary = leia.locator(".bar summary");
        summary.focus();

        leia.keyboard().press("Enter");
        leia.keyboard().press("Tab");
        assertThat(leia.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Luke Skywalker")))
                .isFocused();
        leia.keyboard().press("Escape");

        assertThat(summary).isFocused();
        assertThat(leia.locator(".sheet")).not().isVisible();
    }

    private static void tabTo(Page page, String label) {
        for (int i = 0; i < 30; i++) {
            page.keyboard().press("Tab");
            if ((boolean) page.getByLabel(label).evaluate("field => field === document.activeElement")) {
                return;
            }
        }
        throw new AssertionError("thirty times Tab did not lead to " + label);
    }
}
