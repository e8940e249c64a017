package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Two people play the story of Zapp Brannigan's new name. */
class CustomerDeskIT extends DemoTest {

    @Test
    void withoutProtectionTheFirstSaveIsLostAndNobodyIsTold() {
        long zapp = zappAt("UNPROTECTED");
        Editor leia = editor("leia", "unprotected", zapp).open().type("Kroker-Brannigan");
        Editor luke = editor("luke", "unprotected", zapp).open().type("Wong");

        luke.save();
        assertThat(luke.page().getByText("Zapp Wong is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Wong");
        leia.save();

        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
    }

    @Test
    void whoSavesSecondIsToldWhoSavedWhatAndWhenAndKeepsBothTexts() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);

        leia.save();

        assertThat(dialog(leia).title())
                .hasText(
                        Pattern.compile(
                                "Luke Skywalker saved version 8 at \\d\\d:\\d\\d while you edited version 7: 1 conflict, 0 merged"));
        assertThat(dialog(leia).row("Last name"))
                .containsText(Pattern.compile("Brannigan.*Luke Skywalker’s.*Wong.*Kroker-Brannigan"));
        assertThat(leia.page().locator("#refused")).containsText("Luke Skywalker saved version 8");
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
        assertThat(storedLastName(zapp)).isEqualTo("Wong");
        assertThat(storedVersion(zapp)).isEqualTo(8);
    }

    @Test
    void whoSavesSecondCanTakeTheirsAndKeepsTheRest() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        leia.page().getByLabel("Notes").fill("Married on Saturday.");
        leia.save();

        dialog(leia).choose("Last name", "Theirs").press("Save merged");

        assertThat(leia.page().locator("#saved")).hasText(Pattern.compile("Zapp Wong is saved\\.$"));
        assertThat(storedLastName(zapp)).isEqualTo("Wong");
        assertThat(stored("SELECT notes FROM customer WHERE id = ?", String.class, zapp))
                .isEqualTo("Married on Saturday.");
        assertThat(storedVersion(zapp)).isEqualTo(9);
        noDraftIsLeftWith("Married", leia.page());
        leia.page().navigate(url("/customers/optimistic/" + zapp + "/log"));
        assertThat(leia.page().locator("tbody tr")).hasCount(2);
        assertThat(leia.page().locator("tbody tr").nth(0)).containsText("Married on Saturday.");
        assertThat(leia.page().locator("tbody tr").nth(1)).containsText("Luke Skywalker");
    }

    @Test
    void savingOnceMoreWithoutADecisionOverwritesNothing() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        leia.save();

        dialog(leia).press("Keep as draft");
        assertThat(dialog(leia).open()).hasCount(0);
        leia.save();

        assertThat(dialog(leia).title()).containsText("Luke Skywalker saved version 8");
        assertThat(storedLastName(zapp)).isEqualTo("Wong");
    }

    @Test
    void whoDiscardsTheirsSeesWhatIsStored() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        leia.save();

        dialog(leia).press("Discard mine").press("Discard");

        assertThat(leia.lastName()).hasValue("Wong");
        assertThat(leia.page().locator("#refused")).hasCount(0);
    }

    @Test
    void whoOverwritesSaysWhyAndTheOtherIsToldAndCanTakeItBack() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        leia.save();

        dialog(leia).overwrite("has the certificate");

        assertThat(leia.page().locator("#saved"))
                .containsText("That undid Luke Skywalker’s 1 change; they are told, and can restore what it removed.");
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
        assertThat(storedVersion(zapp)).isEqualTo(9);
        leia.page().navigate(url("/customers/optimistic/" + zapp + "/log"));
        assertThat(leia.page().locator("tbody tr").first()).containsText("overwrote, from version 7");
        assertThat(leia.page().locator("tbody tr").first()).containsText("“has the certificate”");
        Page luke = signIn("luke");
        luke.navigate(url("/customers/optimistic/" + zapp + "/edit"));
        assertThat(luke.locator(".overwritten"))
                .containsText(Pattern.compile("Leia Organa overwrote what you saved in .*: “has the certificate”"));
        press(luke, "Restore what it removed");
        assertThat(luke.getByText("What was removed is back")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Wong");
    }

    @Test
    void overwritingIsBoundToWhatWasShown() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        leia.save();
        bobSaves(zapp, "Phone", "4444");

        dialog(leia).overwrite("has the certificate");

        assertThat(dialog(leia).title())
                .containsText(Pattern.compile("Bob Smith saved version 9 at .* while you edited version 7"));
        assertThat(storedLastName(zapp)).isEqualTo("Wong");
        assertThat(storedVersion(zapp)).isEqualTo(9);
    }

    @Test
    void whatDoesNotMeetIsMergedWithoutAQuestion() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = editor("leia", "optimistic", zapp).open();
        afterLukeSavedWong(zapp);
        leia.page().getByLabel("Phone").fill("2222");

        leia.save();

        assertThat(leia.page().locator("#saved"))
                .containsText("Zapp Wong is saved, merged with Luke Skywalker’s change of");
        assertThat(stored("SELECT phone FROM customer WHERE id = ?", String.class, zapp))
                .isEqualTo("2222");
    }

    @Test
    void aFurtherConflictAsksAgainInsteadOfOverwriting() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        leia.page().getByLabel("Phone").fill("2222");
        leia.save();
        dialog(leia).choose("Last name", "Yours");
        bobSaves(zapp, "Phone", "4444");

        dialog(leia).press("Save merged");

        // The name that she has chosen is hers against the version that she was shown: nobody asks for it again.
        assertThat(dialog(leia).title())
                .containsText(
                        Pattern.compile("Bob Smith saved version 9 at .* while you edited version 8: 1 conflict"));
        assertThat(dialog(leia).question("Last name")).not().isVisible();
        assertThat(storedVersion(zapp)).isEqualTo(9);

        dialog(leia).choose("Phone", "Theirs").press("Save merged");
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
        assertThat(stored("SELECT phone FROM customer WHERE id = ?", String.class, zapp))
                .isEqualTo("4444");
        assertThat(storedVersion(zapp)).isEqualTo(10);
    }

    /** The one that comes while the dialog is not decided at all: what was chosen in it stays chosen. */
    @Test
    void choicesAreKeptWhileSomebodyElseSaves() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        leia.save();
        dialog(leia).type("Last name", "Wong-Brannigan").press("Keep as draft");
        bobSaves(zapp, "Phone", "4444");

        leia.save();

        assertThat(dialog(leia).title()).containsText("Bob Smith saved version 9");
        assertThat(dialog(leia).edited("Last name")).hasValue("Wong-Brannigan");
        dialog(leia).press("Save merged");
        assertThat(leia.page().getByText("Zapp Wong-Brannigan is saved")).isVisible();
        assertThat(stored("SELECT phone FROM customer WHERE id = ?", String.class, zapp))
                .isEqualTo("4444");
    }

    @Test
    void whoHasTypedNothingIsShownWhatIsNew() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = editor("leia", "optimistic", zapp).open();
        lukeSavesWong(zapp);

        assertThat(leia.page().getByText("Luke Skywalker just saved a newer version."))
                .isVisible();
        press(leia.page(), "Show it");

        assertThat(leia.lastName()).hasValue("Wong");
    }

    @Test
    void whoIsTypingIsWarnedAndCanMergeAtOnce() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = editor("leia", "optimistic", zapp).open().type("Kroker-Brannigan");
        leia.page().getByLabel("Phone").fill("2222");
        lukeSavesWong(zapp);

        assertThat(leia.page().getByText("Luke Skywalker just saved; 1 field overlaps yours."))
                .isVisible();
        press(leia.page(), "Merge now");
        dialog(leia).choose("Last name", "Yours").press("Save merged");

        assertThat(leia.page().locator("#saved")).hasText(Pattern.compile("Zapp Kroker-Brannigan is saved\\.$"));
        assertThat(stored("SELECT phone FROM customer WHERE id = ?", String.class, zapp))
                .isEqualTo("2222");
        assertThat(storedVersion(zapp)).isEqualTo(9);
    }

    @Test
    void customerWhomSomebodyDeletedCanComeBack() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        database.sql("DELETE FROM customer WHERE id = ?").param(zapp).update();
        leia.save();

        assertThat(dialog(leia).title()).hasText("Somebody deleted this record");
        dialog(leia).press("Recreate");

        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedVersion(zapp)).isEqualTo(9);
    }

    @Test
    void withoutScriptsNothingIsLostAndNothingOverwritten() {
        long zapp = zappAt("OPTIMISTIC");
        Page page = newTab(browsers.newContextWithoutScripts(1280, 900));
        page.navigate(url("/login"));
        page.getByLabel("User").fill("leia");
        page.getByLabel("Password").fill("leia");
        press(page, "Sign in");
        Editor leia = new Editor(page, url("/customers/optimistic/" + zapp + "/edit"))
                .open()
                .type("Kroker-Brannigan");
        lukeSavesWong(zapp);

        leia.save();
        leia.save();

        assertThat(page.locator("#refused"))
                .containsText(
                        Pattern.compile(
                                "Luke Skywalker\\s+saved version 8 at \\d\\d:\\d\\d\\s+while you edited version 7\\. Nothing of yours was saved; your text is below\\."));
        assertThat(leia.lastName()).hasValue("Kroker-Brannigan");
        assertThat(page.getByText("Show what is stored"))
                .hasAttribute("href", "/customers/optimistic/" + zapp + "/edit");
        assertThat(storedLastName(zapp)).isEqualTo("Wong");
        database.sql("DELETE FROM customer WHERE id = ?").param(zapp).update();
        leia.save();
        press(page, "Recreate");
        assertThat(page.getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
    }

    /** The dialog is the browser's, and what it sends is for no other desk. */
    @Test
    void customerOfTheLockedDeskIsNotSavedByAnOptimisticForm() {
        long zapp = zappAt("PESSIMISTIC");
        Page leia = signIn("leia");
        for (String decision : List.of("none", "overwrite", "recreate")) {
            FormData form = FormData.create()
                    .set("_csrf", leia.locator("meta[name=_csrf]").getAttribute("content"))
                    .set("saveId", "x")
                    .set("version", "7")
                    .set("base", "6")
                    .set(decision, "true")
                    .set("firstName", "Zapp")
                    .set("lastName", "Wong");
            APIResponse answer = leia.request()
                    .post(
                            url("/customers/optimistic/" + zapp),
                            RequestOptions.create().setForm(form));
            assertThat(answer.status()).as(decision).isEqualTo(404);
        }
        for (String step : List.of("decide", "force", "compare", "overwrite", "recreate")) {
            FormData form = FormData.create()
                    .set("_csrf", leia.locator("meta[name=_csrf]").getAttribute("content"))
                    .set("saveId", "x")
                    .set("base", "7")
                    .set("mine.lastName", "Wong");
            APIResponse answer = leia.request()
                    .post(
                            url("/conflict/customer/" + zapp + "/" + step),
                            RequestOptions.create().setForm(form));
            assertThat(answer.status()).as(step).isEqualTo(404);
        }
        assertThat(storedVersion(zapp)).isEqualTo(7);
    }

    @Test
    void whoOpensSecondSeesWhoIsEditingAndCanOnlyRead() {
        long zapp = zappAt("PESSIMISTIC");
        Editor leia = editor("leia", "pessimistic", zapp).open("marriage").type("Kroker-Brannigan");
        Editor luke = editor("luke", "pessimistic", zapp).open();

        assertThat(luke.banner())
                .containsText(Pattern.compile("Leia Organa has been editing since \\d\\d:\\d\\d \\(“marriage”\\)"));
        assertThat(luke.lastName()).hasValue("Brannigan");
        assertThat(luke.lastName()).not().isEditable();
        assertThat(luke.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save")))
                .isDisabled();
        leia.save();

        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
        assertThat(storedVersion(zapp)).isEqualTo(8);
    }

    @Test
    void whoWaitsIsToldWhenItIsFreeAndEditsWhatIsStoredThen() {
        long zapp = zappAt("PESSIMISTIC");
        Editor leia = editor("leia", "pessimistic", zapp).open().type("Kroker-Brannigan");
        Editor luke = editor("luke", "pessimistic", zapp).open();
        leia.save();

        LockPage lukes = new LockPage(luke.page());
        assertThat(lukes.says()).containsText("It is free now");
        LockPage unused = lukes.press("Edit now");

        assertThat(lukes.says()).containsText("Only you can edit.");
        assertThat(luke.lastName()).hasValue("Kroker-Brannigan");
        assertThat(luke.lastName()).isEditable();
    }

    Editor editor(String user, String desk, long customer) {
        return new Editor(signIn(user), url("/customers/" + desk + "/" + customer + "/edit"));
    }

    /** Leia has typed her name into version 7, and Luke has saved his as version 8. */
    private Editor afterLukeSavedWong(long zapp) {
        Editor leia = editor("leia", "optimistic", zapp).open().type("Kroker-Brannigan");
        lukeSavesWong(zapp);
        return leia;
    }

    private void lukeSavesWong(long zapp) {
        Editor luke = editor("luke", "optimistic", zapp).open().type("Wong");
        luke.save();
        assertThat(luke.page().getByText("Zapp Wong is saved.")).isVisible();
    }

    /** The page after the save drops it, once its script runs. */
    private static void noDraftIsLeftWith(String text, Page page) {
        page.waitForFunction("text => !Object.values(localStorage).join().includes(text)", text);
    }

    private void bobSaves(long zapp, String field, String text) {
        Page bob = editor("bob", "optimistic", zapp).open().page();
        bob.getByLabel(field).fill(text);
        press(bob, "Save");
        assertThat(bob.locator("#saved")).isVisible();
    }

    private static DecisionDialog dialog(Editor editor) {
        return new DecisionDialog(editor.page());
    }
}
