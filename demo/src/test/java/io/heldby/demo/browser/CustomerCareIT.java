package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.RequestOptions;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people, and a program, at one customer that is stored by JPA. */
class CustomerCareIT extends DemoTest {

    private static final String CITY = "[id='address.city']";

    private long hermes;

    @BeforeEach
    void aCustomer() {
        hermes = ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000);
        database.sql("""
                        INSERT INTO care_customer (id, name, email, phone, street, postcode, city, notes, version, modified_by, modified_at)
                        VALUES (?, 'Hermes', 'hermes@example.org', '1', 'Old Street 1', '1001', 'Kingston', 'Forms in triplicate.', 7, 'Import', CURRENT_TIMESTAMP)""").param(hermes).update();
    }

    @Test
    void whatTwoPeopleChangeInDifferentFieldsIsMergedWithoutAQuestion() {
        Page leia = open("leia");
        saves("bob", "#phone", "2");
        leia.getByLabel("E-mail").fill("conrad@example.org");

        press(leia, "Save");

        assertThat(leia.locator("#saved"))
                .hasText(Pattern.compile("Hermes is saved, merged with Bob Smith’s change of \\d\\d:\\d\\d\\."));
        assertThat(row()).containsExactly("Hermes", "conrad@example.org", "2", "Old Street 1", "Kingston");
        assertThat(version()).isEqualTo(9);
    }

    @Test
    void whoSavesSecondSeesWhoChangedWhatWhenAndChooses() {
        Page leia = afterBobSaved();

        Response answer = leia.waitForResponse("**/care/" + hermes, () -> press(leia, "Save"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(dialog(leia).title())
                .hasText(
                        Pattern.compile(
                                "Bob Smith saved version 8 at \\d\\d:\\d\\d while you edited version 7: 2 conflicts, 5 merged"));
        assertThat(dialog(leia).row("Name")).containsText(Pattern.compile("Hermes.*Bob Smith’s.*H. Conrad.*H. C."));
        assertThat(dialog(leia).row("Phone")).containsText(Pattern.compile("1.*2.*3"));
        Locator merged = dialog(leia).merged();
        assertThat(merged).containsText("Leiden");
        assertThat(merged).containsText("Both, merged");
        assertThat(leia.locator("#name")).hasValue("H. C.");
        assertThat(row()).contains("H. Conrad", "Leiden");

        dialog(leia).choose("Name", "Theirs").choose("Phone", "Yours").press("Save merged");

        assertThat(leia.locator("#saved")).hasText(Pattern.compile("H. Conrad is saved\\.$"));
        assertThat(row()).containsExactly("H. Conrad", "conrad@example.org", "3", "New Street 2", "Leiden");
        assertThat(stored("SELECT notes FROM care_customer WHERE id = ?", String.class, hermes))
                .isEqualTo("Calls on Mondays.\nForms in triplicate.\nPays late.");
        assertThat(version()).isEqualTo(9);
    }

    @Test
    void aFurtherConflictKeepsWhatWasChosen() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        dialog(leia).type("Name", "Hermes C.").choose("Phone", "Theirs");
        saves("kim", "#phone", "5");

        dialog(leia).press("Save merged");

        // Bob's number that she took is not there any more; Kim's is nobody's question, and the name stays hers.
        assertThat(leia.locator("#saved")).containsText("merged with Kim Park’s change");
        assertThat(row()).contains("Hermes C.", "5", "Leiden");
    }

    @Test
    void whatSomebodyChangedOnceMoreIsAskedAgain() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        dialog(leia).type("Name", "Hermes C.").choose("Phone", "Yours");
        saves("kim", "#phone", "5");

        dialog(leia).press("Save merged");

        assertThat(dialog(leia).title())
                .containsText(Pattern.compile("Kim Park saved version 9 at .* while you edited version 8: 1 conflict"));
        assertThat(dialog(leia).merged()).containsText("Hermes C.");
        assertThat(dialog(leia).row("Phone")).containsText(Pattern.compile("2.*5.*3"));
        assertThat(version()).isEqualTo(9);
        // She goes away and comes back: what was merged is a draft, on top of the version that she was shown.
        dialog(leia).press("Keep as draft");
        leia.navigate(url("/care/" + hermes));
        press(leia, "Compare");
        dialog(leia).choose("Phone", "Theirs").press("Save merged");
        assertThat(leia.locator("#saved")).isVisible();
        assertThat(row()).contains("Hermes C.", "5", "Leiden");
    }

    @Test
    void resultIsValidatedLikeTheForm() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        dialog(leia).type("Name", "").choose("Phone", "Theirs");

        Response answer =
                leia.waitForResponse("**/care/" + hermes, () -> dialog(leia).press("Save merged"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(leia.getByText("Please enter a name.")).isVisible();
        assertThat(version()).isEqualTo(8);
        leia.getByLabel("Name").fill("Hermes C.");
        press(leia, "Save");
        assertThat(leia.locator("#saved")).isVisible();
        assertThat(row()).contains("Hermes C.", "2", "Leiden");
    }

    @Test
    void overwritingListsWhatIsLostAndIsBoundToWhatWasShown() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        dialog(leia).press("Overwrite with mine…");
        assertThat(dialog(leia).open()).containsText("Overwriting undoes Bob Smith’s 6 changes:");
        saves("kim", "#email", "kim@example.org");
        dialog(leia).open().getByLabel("Reason").fill("spoke to him");

        dialog(leia).press("Overwrite");

        assertThat(dialog(leia).title()).containsText("Kim Park saved version 9");
        assertThat(row()).contains("H. Conrad", "kim@example.org");
        dialog(leia).overwrite("spoke to him");
        assertThat(leia.locator("#saved"))
                .containsText(Pattern.compile("That undid .* the history keeps what it removed\\."));
        assertThat(row()).containsExactly("H. C.", "conrad@example.org", "3", "Old Street 1", "Kingston");
        leia.navigate(url("/care/" + hermes + "/history"));
        assertThat(leia.locator("tbody tr")).hasCount(3);
        assertThat(leia.locator("tbody tr").first()).containsText("kim@example.org");
        assertThat(leia.locator("tbody tr").first()).containsText("“spoke to him”");
    }

    @Test
    void whoDiscardsTheirsSeesWhatIsStored() {
        Page leia = afterBobSaved();
        press(leia, "Save");

        dialog(leia).press("Discard mine").press("Discard");

        assertThat(leia.getByLabel("Name")).hasValue("H. Conrad");
        assertThat(version()).isEqualTo(8);
    }

    /** Half of one address and half of another is none. */
    @Test
    void addressesOfBothAreQuestions() {
        Page leia = open("leia");
        saves("bob", CITY, "Leiden");
        leia.getByLabel("Street").fill("New Street 2");
        press(leia, "Save");

        assertThat(dialog(leia).row("Street")).containsText("New Street 2");
        assertThat(dialog(leia).row("City")).containsText("Leiden");
        dialog(leia).choose("Street", "Theirs");
        assertThat(dialog(leia).radio("City", "Theirs")).isChecked();
        dialog(leia).press("Save merged");

        assertThat(leia.locator("#saved")).isVisible();
        assertThat(row()).contains("Old Street 1", "Leiden");
    }

    @Test
    void whoIsTypingIsToldAtOnceThatABobHasSaved() {
        Page leia = open("leia");
        leia.getByLabel("E-mail").fill("conrad@example.org");
        saves("bob", "#phone", "2");

        assertThat(leia.getByText("Bob Smith just saved; nothing overlaps yours."))
                .isVisible();
        press(leia, "Merge now");
        assertThat(dialog(leia).merged()).containsText("conrad@example.org");
        dialog(leia).press("Save merged");

        assertThat(leia.locator("#saved")).hasText(Pattern.compile("Hermes is saved\\.$"));
        assertThat(row()).contains("conrad@example.org", "2");
    }

    @Test
    void whoTypesAfterTheWarningIsOfferedToMergeInsteadOfToLook() {
        Page leia = open("leia");
        saves("bob", "#phone", "2");
        assertThat(leia.getByText("Bob Smith just saved a newer version.")).isVisible();

        leia.getByLabel("E-mail").fill("conrad@example.org");

        assertThat(leia.getByText("Bob Smith just saved; nothing overlaps yours."))
                .isVisible();
        press(leia, "Merge now");
        dialog(leia).press("Save merged");
        assertThat(leia.locator("#saved")).isVisible();
        assertThat(row()).contains("conrad@example.org", "2");
    }

    @Test
    void halvesOfTwoAddressesOverlap() {
        Page leia = open("leia");
        leia.getByLabel("Street").fill("New Street 2");
        saves("bob", CITY, "Leiden");

        assertThat(leia.getByText("Bob Smith just saved; 2 fields overlap yours."))
                .isVisible();
        press(leia, "Merge now");
        dialog(leia).choose("Street", "Yours");
        assertThat(dialog(leia).radio("City", "Yours")).isChecked();
        dialog(leia).press("Save merged");

        assertThat(leia.locator("#saved")).isVisible();
        assertThat(row()).contains("New Street 2", "Kingston");
    }

    @Test
    void deletedCustomerCanComeBackAndFitsNoOldForm() {
        Page leia = open("leia");
        Page jane = open("jane");
        bobDeletesIt();
        leia.getByLabel("Phone").fill("3");

        press(leia, "Save");

        assertThat(dialog(leia).title()).hasText(Pattern.compile("Bob Smith deleted this record at \\d\\d:\\d\\d"));
        assertThat(leia.locator("#refused")).containsText("Bob Smith deleted this customer");
        dialog(leia).press("Recreate");
        assertThat(leia.locator("#saved")).containsText("Hermes is saved");
        assertThat(row()).contains("3");
        assertThat(version()).isEqualTo(9);
        jane.getByLabel("Phone").fill("4");
        press(jane, "Save");
        assertThat(dialog(jane).open()).containsText("What you both started from is not known");
        assertThat(row()).contains("3");
    }

    @Test
    void whoRecreatesSecondIsAskedLikeEverybody() {
        Page leia = open("leia");
        Page jane = open("jane");
        bobDeletesIt();
        leia.getByLabel("Phone").fill("3");
        jane.getByLabel("Phone").fill("4");
        press(leia, "Save");
        press(jane, "Save");
        dialog(leia).press("Recreate");
        assertThat(leia.locator("#saved")).isVisible();

        dialog(jane).press("Recreate");

        assertThat(dialog(jane).title()).containsText("Leia Organa saved version 9");
        assertThat(dialog(jane).row("Phone")).containsText("4");
        assertThat(row()).contains("3");
    }

    @Test
    void nobodyDeletesWhatTheyHaveNotSeen() {
        Page leia = afterBobSaved();
        leia.getByText("Delete…", new Page.GetByTextOptions().setExact(true)).click();

        press(leia, "Delete this customer");

        assertThat(leia.getByText("Not deleted: somebody else was faster.")).isVisible();
        assertThat(version()).isEqualTo(8);
    }

    @Test
    void formThatIsSentTwiceIsSavedOnce() {
        Page leia = open("leia");
        leia.getByLabel("Phone").fill("3");
        leia.locator("form.panel button.primary").dblclick();
        assertThat(leia.locator("#saved")).hasText(Pattern.compile("Hermes is saved\\.$"));
        assertThat(version()).isEqualTo(8);
    }

    @Test
    void whoSavesTheSameFromAnotherWindowIsAskedNothing() {
        Page leia = open("leia");
        Page elsewhere = open("leia");
        for (Page page : List.of(leia, elsewhere)) {
            page.getByLabel("Phone").fill("3");
            press(page, "Save");
            assertThat(page.locator("#saved")).hasText(Pattern.compile("Hermes is saved\\.$"));
        }
        assertThat(version()).isEqualTo(8);
    }

    /** The page and the program know the same versions. */
    @Test
    void programThatWasFasterIsNamedOnThePage() {
        Page leia = open("leia");
        APIResponse put = leia.request()
                .put(
                        url("/care/api/customers/" + hermes),
                        RequestOptions.create()
                                .setHeader("X-CSRF-TOKEN", csrf(leia))
                                .setHeader("If-Match", "\"7\"")
                                .setHeader("Content-Type", "application/json")
                                .setData("{\"name\":\"H. Conrad\",\"notes\":\"Forms in triplicate.\"}"));
        assertThat(put.status()).isEqualTo(200);
        leia.getByLabel("Name").fill("H. C.");

        press(leia, "Save");

        assertThat(dialog(leia).title()).containsText("You, in another window, saved version 8");
        assertThat(dialog(leia).row("Name")).containsText("H. Conrad");
    }

    private static String csrf(Page page) {
        return page.locator("meta[name=_csrf]").getAttribute("content");
    }

    private Page open(String user) {
        Page page = signIn(user);
        page.navigate(url("/care/" + hermes));
        return page;
    }

    /** Leia has typed into version 7, and Bob has saved version 8: name and phone are both's, five fields go together. */
    private Page afterBobSaved() {
        Page leia = open("leia");
        Page bob = open("bob");
        bob.getByLabel("Name").fill("H. Conrad");
        bob.getByLabel("Phone").fill("2");
        bob.getByLabel("Street").fill("New Street 2");
        bob.getByLabel("Postcode").fill("2002");
        bob.locator(CITY).fill("Leiden");
        bob.getByLabel("Notes").fill("Calls on Mondays.\nForms in triplicate.");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).isVisible();
        leia.getByLabel("Name").fill("H. C.");
        leia.getByLabel("E-mail").fill("conrad@example.org");
        leia.getByLabel("Phone").fill("3");
        leia.getByLabel("Notes").fill("Forms in triplicate.\nPays late.");
        return leia;
    }

    private void bobDeletesIt() {
        Page bob = open("bob");
        bob.getByText("Delete…", new Page.GetByTextOptions().setExact(true)).click();
        press(bob, "Delete this customer");
        assertThat(bob.getByText("Customer " + hermes + " is deleted.")).isVisible();
    }

    private void saves(String user, String field, String value) {
        Page page = open(user);
        page.locator(field).fill(value);
        press(page, "Save");
        assertThat(page.locator("#saved")).isVisible();
    }

    private static DecisionDialog dialog(Page page) {
        return new DecisionDialog(page);
    }

    private long version() {
        return stored("SELECT version FROM care_customer WHERE id = ?", Long.class, hermes);
    }

    private List<String> row() {
        return database.sql("SELECT name, email, phone, street, city FROM care_customer WHERE id = ?")
                .param(hermes)
                .query((row, at) -> List.of(
                        row.getString("name"),
                        row.getString("email"),
                        row.getString("phone"),
                        row.getString("street"),
                        row.getString("city")))
                .single();
    }
}
