package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people at the same shelf. */
class StockRoomIT extends DemoTest {

    private long bolts;

    @BeforeEach
    void aHundredBolts() {
        bolts = ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000);
        database.sql("""
                        INSERT INTO product (id, name, description, shelf, quantity, reorder_level, price, currency, version, modified_by, modified_at)
                        VALUES (?, 'Bolt', 'Hexagon head.', 'A-03-1', 100, 20, 0.35, 'EUR', 7, 'Import', CURRENT_TIMESTAMP)""").param(bolts).update();
    }

    @Test
    void whatTwoPeopleTakeAtOnceAddsUpWithoutAQuestion() {
        Page leia = open("leia");
        Page bob = open("bob");
        bob.getByLabel("Quantity").fill("80");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).hasText(Pattern.compile("Bolt is saved\\.$"));
        leia.getByLabel("Quantity").fill("95");

        press(leia, "Save");

        assertThat(leia.locator("#saved"))
                .hasText(Pattern.compile("Bolt is saved, merged with Bob Smith’s change of \\d\\d:\\d\\d\\."));
        assertThat(quantity()).isEqualTo(75);
        assertThat(version()).isEqualTo(9);
    }

    @Test
    void whoIsTypingIsToldAtOnceAndBothBookingsCount() {
        Page leia = open("leia");
        leia.getByLabel("Quantity").fill("95");
        Page bob = open("bob");
        bob.getByLabel("Quantity").fill("80");
        bob.getByLabel("Shelf").fill("B-07-2");
        press(bob, "Save");

        assertThat(leia.getByText("Bob Smith just saved;")).isVisible();
        press(leia, "Merge now");
        assertThat(new DecisionDialog(leia).merged()).containsText("75");
        DecisionDialog unused = new DecisionDialog(leia).press("Save merged");

        assertThat(leia.locator("#saved")).hasText(Pattern.compile("Bolt is saved\\.$"));
        assertThat(quantity()).isEqualTo(75);
        assertThat(row()).contains("B-07-2");
        assertThat(version()).isEqualTo(9);
    }

    @Test
    void whatSomebodyTypedAndDidNotSaveIsOfferedAgain() {
        Page leia = open("leia");
        leia.getByLabel("Shelf").fill("B-07-2");
        leia.navigate(url("/stock"));

        leia.navigate(url("/stock/" + bolts));
        press(leia, "Put it back");

        assertThat(leia.getByLabel("Shelf")).hasValue("B-07-2");
        press(leia, "Save");
        assertThat(leia.locator("#saved")).isVisible();
        leia.waitForFunction("() => !Object.values(localStorage).join().includes('B-07-2')");
        assertThat(row()).contains("B-07-2");
    }

    @Test
    void whoSavesSecondSeesWhoChangedWhatWhenAndChooses() {
        Page leia = afterBobSaved();

        Response answer = leia.waitForResponse("**/stock/" + bolts, () -> press(leia, "Save"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(leia.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(
                        Pattern.compile(
                                "Bob Smith saved version 8 at \\d\\d:\\d\\d while you edited version 7: 2 conflicts, 3 merged"));
        assertThat(question(leia, "Name").locator("td").first()).containsText("Bolt");
        assertThat(question(leia, "Name")).containsText(Pattern.compile("Bolt M8\\s+Bob Smith, \\d\\d:\\d\\d"));
        assertThat(question(leia, "Name")).containsText("Bolt M10");
        assertThat(question(leia, "Price and currency")).containsText("0.40");
        assertThat(leia.locator("details.merged")).not().hasAttribute("open", "");
        leia.getByText("3 merged without you").click();
        assertThat(leia.locator("details.merged")).containsText("B-07-2");
        assertThat(quantity()).isEqualTo(80);

        choose(leia, "Name", "Theirs");
        choose(leia, "Price and currency", "Yours");
        press(leia, "Save merged");

        assertThat(leia.locator("#saved")).containsText("Bolt M8 is saved, merged with Bob Smith’s 4 changes of");
        assertThat(row()).containsExactly("Bolt M8", "Hexagon head, zinc.", "B-07-2", 75L, "0.40", "USD");
        assertThat(version()).isEqualTo(9);
    }

    @Test
    void whoLikesNeitherTypesSomethingElse() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        choose(leia, "Name", "Edit");
        question(leia, "Name").getByLabel("Instead").fill("Bolt M8/M10");
        choose(leia, "Price and currency", "Edit");
        question(leia, "Price and currency").getByLabel("Currency instead").fill("CHF");

        press(leia, "Save merged");

        assertThat(leia.locator("#saved")).containsText("Bolt M8/M10 is saved");
        assertThat(row()).containsExactly("Bolt M8/M10", "Hexagon head, zinc.", "B-07-2", 75L, "0.40", "CHF");
    }

    @Test
    void resultIsValidatedLikeTheFormAndNothingTypedIsLost() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        choose(leia, "Name", "Theirs");
        choose(leia, "Price and currency", "Edit");
        Locator price = question(leia, "Price and currency").getByLabel("Price instead");
        price.fill("cheap");

        Response answer = leia.waitForResponse("**/decide", () -> press(leia, "Save merged"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(question(leia, "Price and currency")).containsText("Please enter a price such as 12.50.");
        assertThat(price).hasValue("cheap");
        assertThat(radio(leia, "Name", "Theirs")).isChecked();
        price.fill("0.5");
        press(leia, "Save merged");
        assertThat(leia.locator("#saved")).isVisible();
        assertThat(row()).contains("Bolt M8", "0.50");
    }

    @Test
    void sumThatCannotBeStoredIsAskedAbout() {
        Page leia = open("leia");
        Page bob = open("bob");
        bob.getByLabel("Quantity").fill("10");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).isVisible();
        leia.getByLabel("Quantity").fill("5");

        press(leia, "Save");

        assertThat(question(leia, "Quantity")).containsText("There cannot be fewer than none on the shelf");
        assertThat(question(leia, "Quantity").getByLabel("Instead")).hasValue("-85");
        assertThat(quantity()).isEqualTo(10);
        question(leia, "Quantity").getByLabel("Instead").fill("0");
        press(leia, "Save merged");
        assertThat(leia.locator("#saved")).isVisible();
        assertThat(quantity()).isZero();
    }

    @Test
    void aFurtherConflictKeepsWhatWasChosen() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        choose(leia, "Name", "Edit");
        question(leia, "Name").getByLabel("Instead").fill("Bolt M8/M10");
        choose(leia, "Price and currency", "Theirs");
        Page kim = open("kim");
        kim.getByLabel("Shelf").fill("C-01-1");
        kim.getByLabel("Price", new Page.GetByLabelOptions().setExact(true)).fill("0.45");
        press(kim, "Save");
        assertThat(kim.locator("#saved")).isVisible();

        press(leia, "Save merged");

        assertThat(leia.locator("h1")).containsText("Kim Park saved version 9");
        assertThat(radio(leia, "Name", "Edit")).isChecked();
        assertThat(question(leia, "Name").getByLabel("Instead")).hasValue("Bolt M8/M10");
        assertThat(question(leia, "Price and currency")).containsText("changed again");
        assertThat(radio(leia, "Price and currency", "Theirs")).not().isChecked();
        assertThat(leia.getByRole(AriaRole.ALERT)).containsText("1 of 2 decided");
        assertThat(version()).isEqualTo(9);

        choose(leia, "Price and currency", "Theirs");
        press(leia, "Save merged");

        assertThat(leia.locator("#saved")).isVisible();
        assertThat(row()).containsExactly("Bolt M8/M10", "Hexagon head, zinc.", "C-01-1", 75L, "0.45", "EUR");
    }

    @Test
    void overwritingListsWhatIsLostTellsTheOtherAndCanBeTakenBack() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        choose(leia, "Name", "Theirs");
        press(leia, "Overwrite with mine…");

        assertThat(leia.locator("#undoes")).containsText("This undoes Bob Smith’s 4 changes.");
        assertThat(leia.locator("main table")).containsText("B-07-2");
        assertThat(version()).isEqualTo(8);
        press(leia, "Back to the comparison");
        assertThat(radio(leia, "Name", "Theirs")).isChecked();
        press(leia, "Overwrite with mine…");
        press(leia, "Overwrite");

        assertThat(leia.locator("#saved")).containsText("That undid Bob Smith’s 4 changes; they are told");
        assertThat(row()).containsExactly("Bolt M10", "Hexagon head, zinc.", "A-03-1", 95L, "0.40", "USD");
        Page bob = signIn("bob");
        bob.navigate(url("/stock"));
        Locator notice = notice(bob);
        assertThat(notice)
                .containsText(Pattern.compile("Leia Organa overwrote what you saved in Bolt M10 at \\d\\d:\\d\\d"));
        notice.getByText("Restore what it removed").click();

        assertThat(bob.getByText("What was removed is back, as a new version.")).isVisible();
        assertThat(notice(bob)).hasCount(0);
        assertThat(row()).containsExactly("Bolt M8", "Hexagon head, zinc.", "B-07-2", 80L, "0.38", "USD");
        bob.navigate(url("/stock/" + bolts + "/history"));
        assertThat(bob.locator("tbody tr")).hasCount(3);
        assertThat(bob.locator("tbody tr").nth(0)).containsText("restored");
        assertThat(bob.locator("tbody tr").nth(1)).containsText("overwrote, from version 7");
    }

    @Test
    void overwritingIsBoundToWhatWasShown() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        press(leia, "Overwrite with mine…");
        Page kim = open("kim");
        kim.getByLabel("Shelf").fill("C-01-1");
        press(kim, "Save");
        assertThat(kim.locator("#saved")).isVisible();

        press(leia, "Overwrite");

        assertThat(leia.locator("h1")).containsText("Kim Park saved version 9");
        assertThat(row()).contains("C-01-1");
        press(leia, "Overwrite with mine…");
        assertThat(leia.locator("#undoes"))
                .containsText(Pattern.compile("undoes Bob Smith’s 3 changes and Kim Park’s 1 change\\."));
    }

    @Test
    void noteOfAnOverwritingIsGoneOnceItIsDismissed() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        press(leia, "Overwrite with mine…");
        press(leia, "Overwrite");
        assertThat(leia.locator("#saved")).isVisible();
        Page bob = open("bob");
        notice(bob).getByText("Dismiss").click();

        assertThat(bob).hasURL(url("/stock"));
        assertThat(notice(bob)).hasCount(0);
        assertThat(row()).contains("Bolt M10");
    }

    @Test
    void deletedProductCanComeBackAndFitsNoOldForm() {
        Page leia = open("leia");
        Page jane = open("jane");
        Page bob = open("bob");
        bob.getByText("Delete…", new Page.GetByTextOptions().setExact(true)).click();
        press(bob, "Delete this product");
        assertThat(bob.getByText("Product " + bolts + " is deleted.")).isVisible();
        leia.getByLabel("Shelf").fill("B-07-2");

        press(leia, "Save");

        assertThat(leia.locator("h1")).hasText(Pattern.compile("Bob Smith deleted this product at \\d\\d:\\d\\d"));
        assertThat(leia.locator("main dl")).containsText("B-07-2");
        press(leia, "Recreate");
        assertThat(leia.locator("#saved")).containsText("Bolt is saved");
        assertThat(row()).containsExactly("Bolt", "Hexagon head.", "B-07-2", 100L, "0.35", "EUR");
        assertThat(version()).isEqualTo(9);

        jane.getByLabel("Shelf").fill("C-01-1");
        press(jane, "Save");
        assertThat(jane.getByRole(AriaRole.ALERT))
                .containsText("What the record was when you began is not known any more");
        assertThat(jane.locator("thead").first()).not().containsText("Original");
        choose(jane, "Shelf", "Yours");
        press(jane, "Save merged");
        assertThat(jane.locator("#saved")).isVisible();
        assertThat(row()).contains("C-01-1");
    }

    @Test
    void nobodyDeletesWhatTheyHaveNotSeen() {
        Page leia = afterBobSaved();
        leia.getByText("Delete…", new Page.GetByTextOptions().setExact(true)).click();

        press(leia, "Delete this product");

        assertThat(leia.getByText("Not deleted: somebody else was faster.")).isVisible();
        assertThat(version()).isEqualTo(8);
    }

    @Test
    void formThatIsSentTwiceIsSavedOnce() {
        Page leia = open("leia");
        leia.getByLabel("Quantity").fill("95");
        leia.locator("form.panel button.primary").dblclick();
        assertThat(leia.locator("#saved")).hasText(Pattern.compile("Bolt is saved\\.$"));
        assertThat(quantity()).isEqualTo(95);
        assertThat(version()).isEqualTo(8);
    }

    @Test
    void whoGoesBackAndTypesOnIsAskedAndBooksNothingTwice() {
        Page leia = open("leia");
        String saveId = leia.locator("input[name=save_id]").inputValue();
        leia.getByLabel("Quantity").fill("95");
        press(leia, "Save");
        assertThat(leia.locator("#saved")).isVisible();
        leia.navigate(url("/stock/" + bolts));
        // As a browser's memory shows it: the form of before, with what was typed then.
        leia.locator("input[name=save_id]").evaluate("(field, id) => field.value = id", saveId);
        leia.locator("form.panel input[name=lock_version]").evaluate("field => field.value = 7");
        leia.getByLabel("Shelf").fill("B-07-2");
        press(leia, "Save");
        assertThat(leia.locator("#conflict tbody tr")).hasCount(1);

        choose(leia, "Shelf", "Yours");
        press(leia, "Save merged");

        assertThat(leia.locator("#saved")).isVisible();
        assertThat(row()).contains("B-07-2", 95L);
    }

    @Test
    void ownSaveInAnotherWindowIsNotSomebodyElses() {
        Page leia = open("leia");
        Page elsewhere = open("leia");
        elsewhere.getByLabel("Name").fill("Bolt M8");
        press(elsewhere, "Save");
        assertThat(elsewhere.locator("#saved")).isVisible();
        leia.getByLabel("Name").fill("Bolt M10");

        press(leia, "Save");

        assertThat(leia.locator("h1"))
                .containsText(Pattern.compile("You saved version 8 at .* yourself while you edited version 7 here"));
    }

    @Test
    void worksWithoutScriptsAndByKeyboard() {
        Page leia = newTab(browsers.newContextWithoutScripts(1280, 900));
        leia.navigate(url("/login"));
        leia.getByLabel("User").fill("leia");
        leia.getByLabel("Password").fill("leia");
        press(leia, "Sign in");
        leia.navigate(url("/stock/" + bolts));
        bobSaves();
        leiaTypes(leia);
        press(leia, "Save");

        // Nothing is chosen, so the browser says so and sends nothing.
        press(leia, "Save merged");
        assertThat(leia.locator("h1")).containsText("2 conflicts");
        radio(leia, "Name", "Theirs").focus();
        leia.keyboard().press("Space");
        leia.keyboard().press("ArrowDown");
        assertThat(radio(leia, "Name", "Yours")).isChecked();
        leia.keyboard().press("ArrowDown");
        leia.keyboard().press("Tab");
        assertThat(question(leia, "Name").getByLabel("Instead")).isFocused();
        leia.keyboard().press("Control+A");
        leia.keyboard().type("Bolt M8/M10");
        radio(leia, "Price and currency", "Yours").focus();
        leia.keyboard().press("Space");
        leia.keyboard().press("Enter");

        assertThat(leia.locator("#saved")).containsText("Bolt M8/M10 is saved");
        assertThat(row()).contains("Bolt M8/M10", "0.40", "USD");
    }

    @Test
    void formWithoutAChoiceIsSentBackWithWhatIsMissing() {
        Page leia = afterBobSaved();
        press(leia, "Save");
        choose(leia, "Price and currency", "Theirs");
        leia.locator("#conflict").evaluate("form => form.noValidate = true");

        press(leia, "Save merged");

        assertThat(question(leia, "Name")).containsText("Please choose one.");
        assertThat(leia.getByRole(AriaRole.ALERT)).containsText("1 of 2 decided");
        assertThat(version()).isEqualTo(8);
    }

    @Test
    void textIsTextWhateverItLooksLike() {
        String name = "<b>Bolt</b> \u202Egnp.exe 👩🏽‍🔧 \"'&";
        Page leia = open("leia");
        Page bob = open("bob");
        bob.getByLabel("Name").fill(name);
        bob.getByLabel("Description").fill("<script>alert(1)</script>");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).containsText(name);
        leia.getByLabel("Name").fill(name + "!");

        press(leia, "Save");

        assertThat(question(leia, "Name")).containsText(name);
        assertThat(question(leia, "Name").getByLabel("Instead")).hasValue(name + "!");
        choose(leia, "Name", "Yours");
        press(leia, "Save merged");
        assertThat(leia.locator("#saved")).isVisible();
        assertThat(row()).contains(name + "!", "<script>alert(1)</script>");
    }

    private Page open(String user) {
        Page page = signIn(user);
        page.navigate(url("/stock/" + bolts));
        return page;
    }

    /** Leia has typed into version 7, and Bob has saved version 8. */
    private Page afterBobSaved() {
        Page leia = open("leia");
        bobSaves();
        leiaTypes(leia);
        return leia;
    }

    private static void leiaTypes(Page leia) {
        leia.getByLabel("Name").fill("Bolt M10");
        leia.getByLabel("Description").fill("Hexagon head, zinc.");
        leia.getByLabel("Quantity").fill("95");
        leia.getByLabel("Price", new Page.GetByLabelOptions().setExact(true)).fill("0.40");
        leia.getByLabel("Currency").fill("USD");
    }

    private void bobSaves() {
        Page bob = open("bob");
        bob.getByLabel("Name").fill("Bolt M8");
        bob.getByLabel("Shelf").fill("B-07-2");
        bob.getByLabel("Quantity").fill("80");
        bob.getByLabel("Price", new Page.GetByLabelOptions().setExact(true)).fill("0.38");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).isVisible();
    }

    private static Locator question(Page page, String label) {
        return new ConflictForm(page).question(label);
    }

    private static Locator radio(Page page, String question, String choice) {
        return new ConflictForm(page).radio(question, choice);
    }

    private static void choose(Page page, String question, String choice) {
        radio(page, question, choice).check();
    }

    private Locator notice(Page page) {
        return page.locator(".overwritten")
                .filter(new Locator.FilterOptions().setHas(page.locator("a[href='/stock/" + bolts + "']")));
    }

    private long quantity() {
        return stored("SELECT quantity FROM product WHERE id = ?", Long.class, bolts);
    }

    private long version() {
        return stored("SELECT version FROM product WHERE id = ?", Long.class, bolts);
    }

    private List<Object> row() {
        return database.sql("SELECT name, description, shelf, quantity, price, currency FROM product WHERE id = ?")
                .param(bolts)
                .query((row, at) -> List.<Object>of(
                        row.getString("name"),
                        row.getString("description"),
                        row.getString("shelf"),
                        row.getLong("quantity"),
                        new BigDecimal(row.getString("price")).toPlainString(),
                        row.getString("currency")))
                .single();
    }
}
