package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Two people and one record: asking, waiting, handing over, taking over, and losing it. */
class AskingForARecordIT extends LockTest {

    private static final String HOSTILE = "<b onclick=\"alert(1)\">x</b> \"q\" & '\u202e" + "😀".repeat(60);

    @Test
    void theHolderHandsOverWhatIsSavedAndTheAskerGoesOn() {
        LockPage leia = editing("leia");
        LockPage luke = blocked("luke");

        luke.press("Ask Leia Organa").answer("What Leia Organa reads", "invoice due", "Ask Leia Organa");

        assertThat(luke.says())
                .containsText(Pattern.compile(
                        "You asked at \\d\\d:\\d\\d; Leia Organa has until \\d\\d:\\d\\d to answer\\."));
        assertThat(leia.says()).containsText("Luke Skywalker asks for this record: “invoice due”.");
        leia.press("Hand over");
        assertThat(leia.says())
                .containsText(Pattern.compile("You handed it over to Luke Skywalker at \\d\\d:\\d\\d\\."));
        assertThat(leia.lastName()).not().isEditable();
        assertThat(luke.says()).containsText("Leia Organa has handed it over: it is yours.");
        luke.press("Edit now");
        luke.waitForState("mine");
        assertThat(holders()).containsExactly("Luke Skywalker");
    }

    @Test
    void theHolderSavesAndHandsOver() {
        LockPage leia = editing("leia");
        LockPage luke = blocked("luke");
        luke.press("Ask Leia Organa").answer("What Leia Organa reads", "", "Ask Leia Organa");
        assertThat(leia.says()).containsText("Luke Skywalker asks for this record.");
        leia.type("Kroker-Brannigan");

        leia.press("Save and hand over");

        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(luke.says()).containsText("It is your turn");
        luke.press("Edit now");
        luke.waitForState("mine");
        assertThat(luke.lastName()).hasValue("Kroker-Brannigan");
    }

    @Test
    void textThatCannotBeSavedIsNotHandedOverAndNotLost() {
        LockPage leia = editing("leia");
        LockPage luke = blocked("luke");
        luke.press("Ask Leia Organa").answer("What Leia Organa reads", "", "Ask Leia Organa");
        assertThat(leia.says()).containsText("asks for this record.");
        leia.type(" "); // Not empty, and not a name: the server says so.
        leia.notes().fill("Marries on Saturday.");

        leia.press("Save and hand over");

        assertThat(leia.page().getByText("Please enter a last name.")).isVisible();
        assertThat(leia.notes()).hasValue("Marries on Saturday.");
        assertThat(holders()).containsExactly("Leia Organa");
        assertThat(leia.says()).containsText("asks for this record."); // He still does.
        leia.press("Hand over, keep my text as a draft");
        assertThat(leia.says()).containsText("Your draft is safe.");
        assertThat(leia.drafts()).contains("Marries on Saturday.");
        assertThat(luke.says()).containsText("it is yours");
    }

    @Test
    void theHolderKeepsItAndSaysWhy() {
        LockPage leia = editing("leia");
        LockPage luke = blocked("luke");
        luke.press("Ask Leia Organa").answer("What Leia Organa reads", "", "Ask Leia Organa");
        assertThat(leia.says()).containsText("asks for this record.");

        leia.press("Reply").answer("What Luke Skywalker reads", "nearly done", "Keep it 10 minutes and send");

        assertThat(leia.notices()).hasCount(0);
        assertThat(luke.says())
                .containsText(Pattern.compile("Leia Organa needs it until \\d\\d:\\d\\d: “nearly done”\\."));
    }

    @Test
    void aRequestNeverTakesTheFocusFromWhoTypes() {
        LockPage leia = editing("leia");
        LockPage luke = blocked("luke");
        leia.lastName().fill("Kroker");
        leia.lastName().focus();

        luke.press("Ask Leia Organa").answer("What Leia Organa reads", "", "Ask Leia Organa");

        assertThat(leia.says()).containsText("asks for this record.");
        assertThat(leia.lastName()).isFocused();
        leia.page().keyboard().type("-Brannigan");
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
    }

    @Test
    void whoWaitsComesFirstAndMayLeaveTheLine() {
        LockPage leia = editing("leia");
        LockPage luke = blocked("luke");
        luke.page()
                .getByText(Pattern.compile("Notify me: yours by .* at the latest"))
                .click();
        assertThat(luke.says()).containsText("You are told when it is free.");

        leia.page().navigate(url("/orders"));

        assertThat(luke.says()).containsText(Pattern.compile("It is your turn|It is free now"));
        LockPage bob = open("bob", "acquire=open");
        assertThat(bob.says()).containsText("It comes to Luke Skywalker first");
        assertThat(luke.says()).containsText("It is your turn");
        luke.press("Do not wait");
        assertThat(bob.says()).containsText("It is free now.");
        bob.press("Edit now");
        bob.waitForState("mine");
    }

    @Test
    void anOperatorTakesOverWithAReasonAndTheFormerHolderKeepsTheText() {
        LockPage leia = editing("leia");
        leia.type("Kroker-Brannigan");
        LockPage kim = blocked("kim");

        kim.press("Take over…").answer("Reason, for Leia Organa to read", "month end", "Send");

        kim.waitForState("mine");
        assertThat(leia.dialog())
                .containsText(
                        Pattern.compile("Kim Park took over at \\d\\d:\\d\\d: “month end”\\. Your draft is safe\\."));
        leia.press("Close");
        assertThat(leia.says()).containsText("Kim Park took over");
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
        assertThat(leia.lastName()).not().isEditable();
        assertThat(leia.drafts()).contains("Kroker-Brannigan");
    }

    @Test
    void whoMayNotTakeOverIsNotOfferedIt() {
        editing("leia");

        LockPage luke = blocked("luke");

        assertThat(luke.button("Request force-release")).isVisible();
        assertThat(luke.button("Take over…")).hasCount(0);
    }

    @Test
    void theAdministratorsAreAskedToFreeIt() {
        editing("leia");
        LockPage luke = blocked("luke");

        luke.press("Request force-release").answer("Why the administrators should end it", "she has gone home", "Send");

        assertThat(luke.says()).containsText(Pattern.compile("The administrators have been asked at \\d\\d:\\d\\d\\."));
        assertThat(stored("SELECT message FROM heldby_request WHERE id = ?", String.class, "" + zapp))
                .isEqualTo("she has gone home");
    }

    @Test
    void aForceReleaseWhileSomebodyTypesSaysWhoAndWhyAndTheTextIsComparedAndSaved() {
        LockPage leia = editing("leia");
        leia.type("Kroker-Brannigan");
        forceRelease("month end");
        assertThat(leia.dialog())
                .containsText(Pattern.compile(
                        "Kim Park released your lock at \\d\\d:\\d\\d: “month end”\\. Your draft is safe\\."));
        assertThat(leia.lastName()).not().isEditable();
        somebodySaves("phone", "99");

        leia.press("Compare and re-apply");

        assertThat(leia.dialog()).containsText("Kroker-Brannigan");
        leia.press("Save merged");
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
        assertThat(stored("SELECT phone FROM customer WHERE id = ?", String.class, zapp))
                .isEqualTo("99");
    }

    @Test
    void aHostileNameIsOnlyText() {
        LockPage leia = open(
                "leia",
                "acquire=open&reason=" + java.net.URLEncoder.encode(HOSTILE, java.nio.charset.StandardCharsets.UTF_8));
        leia.waitForState("mine");

        LockPage luke = blocked("luke");

        assertThat(luke.says()).containsText("<b onclick=\"alert(1)\">x</b> \"q\" & '");
        assertThat(luke.page().locator("edit-lock b[onclick]")).hasCount(0);
        assertThat(luke.says()).not().containsText("\u202e");
        luke.press("Ask Leia Organa").answer("What Leia Organa reads", HOSTILE.substring(0, 60), "Ask Leia Organa");
        assertThat(leia.says()).containsText("<b onclick=\"alert(1)\">x</b>");
        for (LockPage page : new LockPage[] {leia, luke}) {
            page.page().setViewportSize(390, 844);
            assertThat((int) page.page().evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(390);
        }
    }
}
