package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
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

        assertThat(leia.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(
                        Pattern.compile(
                                "Luke Skywalker saved version 8 at \\d\\d:\\d\\d while you edited version 7: 1 conflict, 0 merged"));
        Locator name = conflict(leia).question("Last name");
        assertThat(name.locator("td")).hasText(new Pattern[] {
            Pattern.compile("Brannigan"),
            Pattern.compile("Wong\\s+Luke Skywalker, \\d\\d:\\d\\d"),
            Pattern.compile("Kroker-Brannigan"),
            Pattern.compile("Theirs")
        });
        assertThat(storedLastName(zapp)).isEqualTo("Wong");
        assertThat(storedVersion(zapp)).isEqualTo(8);
    }

    @Test
    void whoSavesSecondCanTakeTheirsAndKeepsTheRest() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        leia.page().getByLabel("Notes").fill("Married on Saturday.");
        leia.save();

        conflict(leia).choose("Last name", "Theirs").saveMerged();

        assertThat(leia.page().locator("#saved"))
                .hasText(
                        Pattern.compile("Zapp Wong is saved, merged with Luke Skywalker’s change of \\d\\d:\\d\\d\\."));
        assertThat(storedLastName(zapp)).isEqualTo("Wong");
        assertThat(stored("SELECT notes FROM customer WHERE id = ?", String.class, zapp))
                .isEqualTo("Married on Saturday.");
        assertThat(storedVersion(zapp)).isEqualTo(9);
        leia.page().navigate(url("/customers/optimistic/" + zapp + "/log"));
        assertThat(leia.page().locator("tbody tr")).hasCount(2);
        assertThat(leia.page().locator("tbody tr").nth(0)).containsText("Married on Saturday.");
        assertThat(leia.page().locator("tbody tr").nth(1)).containsText("Luke Skywalker");
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
    void aFurtherConflictShowsAgainInsteadOfOverwriting() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        leia.save();
        conflict(leia).choose("Last name", "Yours");
        Editor bob = editor("bob", "optimistic", zapp).open().type("Leela");
        bob.save();
        assertThat(bob.page().getByText("Zapp Leela is saved.")).isVisible();

        conflict(leia).saveMerged();

        assertThat(leia.page().locator("h1")).containsText("Bob Smith saved version 9");
        assertThat(conflict(leia).question("Last name")).containsText("Leela");
        assertThat(conflict(leia).radio("Last name", "Yours")).isChecked();
        assertThat(storedLastName(zapp)).isEqualTo("Leela");

        conflict(leia).saveMerged();
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
        assertThat(storedVersion(zapp)).isEqualTo(10);
    }

    @Test
    void customerWhomSomebodyDeletedCanComeBack() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        database.sql("DELETE FROM customer WHERE id = ?").param(zapp).update();
        leia.save();

        assertThat(leia.page().locator("h1")).hasText("Somebody deleted this customer");
        press(leia.page(), "Recreate");

        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedVersion(zapp)).isEqualTo(9);
    }

    /** The pages of one desk are no way around the locks of another. */
    @Test
    void customerOfTheLockedDeskIsNotSavedByTheConflictPage() {
        long zapp = zappAt("PESSIMISTIC");
        Page leia = signIn("leia");
        FormData form = FormData.create()
                .set("_csrf", leia.locator("meta[name=csrf-token]").getAttribute("content"))
                .set("saveId", "x")
                .set("base", "7")
                .set("mine.firstName", "Zapp")
                .set("mine.lastName", "Wong");

        for (String step : List.of("decide", "force", "compare", "overwrite", "recreate")) {
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

        assertThat(luke.banner()).containsText("It is free now:");
        luke.banner().getByText("Edit").click();

        assertThat(luke.banner()).containsText("Only you can edit.");
        assertThat(luke.lastName()).hasValue("Kroker-Brannigan");
        assertThat(luke.lastName()).isEditable();
    }

    Editor editor(String user, String desk, long customer) {
        return new Editor(signIn(user), url("/customers/" + desk + "/" + customer + "/edit"));
    }

    /** Leia has typed her name into version 7, and Luke has saved his as version 8. */
    private Editor afterLukeSavedWong(long zapp) {
        Editor leia = editor("leia", "optimistic", zapp).open().type("Kroker-Brannigan");
        Editor luke = editor("luke", "optimistic", zapp).open().type("Wong");
        luke.save();
        assertThat(luke.page().getByText("Zapp Wong is saved.")).isVisible();
        return leia;
    }

    private static ConflictForm conflict(Editor editor) {
        return new ConflictForm(editor.page());
    }
}
