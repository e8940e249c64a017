package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
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
        assertThat(leia.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(
                        Pattern.compile(
                                "Bob Smith saved version 8 at \\d\\d:\\d\\d while you edited version 7: 2 conflicts, 1 merged"));
        assertThat(leia.locator("#conflict th[scope=row]").first()).hasText("Name");
        assertThat(question(leia, "Name").locator("td").first()).containsText("Hermes");
        assertThat(question(leia, "Name")).containsText(Pattern.compile("H. Conrad\\s+Bob Smith, \\d\\d:\\d\\d"));
        assertThat(question(leia, "Address")).containsText("Leiden");
        assertThat(question(leia, "Address")).containsText("New Street 2");
        assertThat(row()).contains("H. Conrad", "Leiden");

        choose(leia, "Name", "Theirs");
        choose(leia, "Address", "Yours");
        press(leia, "Save merged");

        assertThat(leia.locator("#saved")).containsText("H. Conrad is saved, merged with Bob Smith’s 3 changes of");
        assertThat(row()).containsExactly("H. Conrad", "hermes@example.org", "2", "New Street 2", "Kingston");
        assertThat(version()).isEqualTo(9);
    }

    @Test
    void aFurtherConflictKeepsWhatWasChosen() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        choose(leia, "Name", "Edit");
        question(leia, "Name").getByLabel("Instead").fill("Hermes C.");
        choose(leia, "Address", "Theirs");
        saves("kim", CITY, "Breda");

        press(leia, "Save merged");

        assertThat(leia.locator("h1")).containsText("Kim Park saved version 9");
        assertThat(question(leia, "Name").getByLabel("Instead")).hasValue("Hermes C.");
        assertThat(question(leia, "Address")).containsText("changed again");
        choose(leia, "Address", "Theirs");
        press(leia, "Save merged");
        assertThat(leia.locator("#saved")).isVisible();
        assertThat(row()).contains("Hermes C.", "Breda", "2");
    }

    @Test
    void resultIsValidatedLikeTheForm() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        choose(leia, "Name", "Edit");
        question(leia, "Name").getByLabel("Instead").fill("");
        choose(leia, "Address", "Theirs");

        Response answer = leia.waitForResponse("**/decide", () -> press(leia, "Save merged"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(question(leia, "Name")).containsText("Please enter a name.");
        assertThat(version()).isEqualTo(8);
    }

    @Test
    void overwritingListsWhatIsLostAndIsBoundToWhatWasShown() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        press(leia, "Overwrite with mine…");
        assertThat(leia.locator("#undoes")).containsText("This undoes Bob Smith’s 3 changes.");
        saves("kim", "#email", "kim@example.org");

        press(leia, "Overwrite");

        assertThat(leia.locator("h1")).containsText("Kim Park saved version 9");
        assertThat(row()).contains("H. Conrad", "kim@example.org");
        press(leia, "Overwrite with mine…");
        press(leia, "Overwrite");
        assertThat(leia.locator("#saved"))
                .containsText(
                        "That undid Bob Smith’s 3 changes and Kim Park’s 1 change; the history keeps what it removed.");
        assertThat(row()).containsExactly("H. C.", "hermes@example.org", "1", "New Street 2", "Kingston");
        leia.navigate(url("/care/" + hermes + "/history"));
        assertThat(leia.locator("tbody tr")).hasCount(3);
        assertThat(leia.locator("tbody tr").first()).containsText("kim@example.org");
    }

    @Test
    void whoDiscardsTheirsSeesWhatIsStored() {
        Page leia = afterBobSaved();
        press(leia, "Save");

        leia.getByText("Discard mine").click();

        assertThat(leia.getByLabel("Name")).hasValue("H. Conrad");
        assertThat(version()).isEqualTo(8);
    }

    @Test
    void deletedCustomerCanComeBackAndFitsNoOldForm() {
        Page leia = open("leia");
        Page jane = open("jane");
        Page bob = open("bob");
        bob.getByText("Delete…", new Page.GetByTextOptions().setExact(true)).click();
        press(bob, "Delete this customer");
        assertThat(bob.getByText("Customer " + hermes + " is deleted.")).isVisible();
        leia.getByLabel("Phone").fill("3");

        press(leia, "Save");

        assertThat(leia.locator("h1")).hasText(Pattern.compile("Bob Smith deleted this customer at \\d\\d:\\d\\d"));
        press(leia, "Recreate");
        assertThat(leia.locator("#saved")).containsText("Hermes is saved");
        assertThat(row()).contains("3");
        assertThat(version()).isEqualTo(9);
        jane.getByLabel("Phone").fill("4");
        press(jane, "Save");
        assertThat(jane.getByRole(AriaRole.ALERT))
                .containsText("What the record was when you began is not known any more");
        assertThat(row()).contains("3");
    }

    @Test
    void whoRecreatesSecondIsAskedLikeEverybody() {
        Page leia = open("leia");
        Page jane = open("jane");
        Page bob = open("bob");
        bob.getByText("Delete…", new Page.GetByTextOptions().setExact(true)).click();
        press(bob, "Delete this customer");
        assertThat(bob.getByText("Customer " + hermes + " is deleted.")).isVisible();
        leia.getByLabel("Phone").fill("3");
        jane.getByLabel("Phone").fill("4");
        press(leia, "Save");
        press(jane, "Save");
        press(leia, "Recreate");
        assertThat(leia.locator("#saved")).isVisible();

        press(jane, "Recreate");

        assertThat(jane.locator("h1")).containsText("Leia Organa saved version 9");
        assertThat(question(jane, "Phone")).containsText("4");
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

        assertThat(leia.locator("h1")).containsText("You saved version 8");
        assertThat(question(leia, "Name")).containsText("H. Conrad");
    }

    private static String csrf(Page page) {
        return page.locator("meta[name=csrf-token]").getAttribute("content");
    }

    private Page open(String user) {
        Page page = signIn(user);
        page.navigate(url("/care/" + hermes));
        return page;
    }

    /** Leia has typed into version 7, and Bob has saved version 8. */
    private Page afterBobSaved() {
        Page leia = open("leia");
        Page bob = open("bob");
        bob.getByLabel("Name").fill("H. Conrad");
        bob.getByLabel("Phone").fill("2");
        bob.locator(CITY).fill("Leiden");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).isVisible();
        leia.getByLabel("Name").fill("H. C.");
        leia.getByLabel("Street").fill("New Street 2");
        return leia;
    }

    private void saves(String user, String field, String value) {
        Page page = open(user);
        page.locator(field).fill(value);
        press(page, "Save");
        assertThat(page.locator("#saved")).isVisible();
    }

    private static Locator question(Page page, String label) {
        return new ConflictForm(page).question(label);
    }

    private static void choose(Page page, String question, String choice) {
        ConflictForm unused = new ConflictForm(page).choose(question, choice);
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
