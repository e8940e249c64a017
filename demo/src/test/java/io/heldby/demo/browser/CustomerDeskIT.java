package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
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
                .hasText(Pattern.compile("Luke Skywalker saved version 8 at \\d\\d:\\d\\d while you edited version 7"));
        assertThat(side(leia, "Stored, by Luke Skywalker")).containsText("Wong");
        assertThat(side(leia, "Yours")).containsText("Kroker-Brannigan");
        assertThat(storedLastName(zapp)).isEqualTo("Wong");
        assertThat(storedVersion(zapp)).isEqualTo(8);
    }

    @Test
    void whoSavesSecondCanTakeTheirs() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        leia.page().getByLabel("Notes").fill("Married on Saturday.");
        leia.save();

        choose(leia, "Last name", "Stored, by Luke Skywalker");
        choose(leia, "Notes", "Yours");
        press(leia.page(), "Save what I chose");

        assertThat(leia.page().getByText("Zapp Wong is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Wong");
        assertThat(stored("SELECT notes FROM customer WHERE id = ?", String.class, zapp))
                .isEqualTo("Married on Saturday.");
        assertThat(storedVersion(zapp)).isEqualTo(9);
    }

    @Test
    void aFurtherConflictShowsAgainInsteadOfOverwriting() {
        long zapp = zappAt("OPTIMISTIC");
        Editor leia = afterLukeSavedWong(zapp);
        leia.save();
        choose(leia, "Last name", "Yours");
        Editor bob = editor("bob", "optimistic", zapp).open().type("Leela");
        bob.save();
        assertThat(bob.page().getByText("Zapp Leela is saved.")).isVisible();

        press(leia.page(), "Save what I chose");

        assertThat(side(leia, "Stored, by Bob Smith")).containsText("Leela");
        assertThat(side(leia, "Yours")).containsText("Kroker-Brannigan");
        assertThat(storedLastName(zapp)).isEqualTo("Leela");

        choose(leia, "Last name", "Yours");
        press(leia.page(), "Save what I chose");
        assertThat(leia.page().getByText("Zapp Kroker-Brannigan is saved.")).isVisible();
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
        assertThat(storedVersion(zapp)).isEqualTo(10);
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

    private static Locator side(Editor editor, String side) {
        return editor.page().locator(".choice", new Page.LocatorOptions().setHasText(side));
    }

    private static void choose(Editor editor, String field, String side) {
        editor.page()
                .getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName(field))
                .locator(".choice", new Locator.LocatorOptions().setHasText(side))
                .click();
    }
}
