package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people at one contract, somebody who moves its customer, and an older system that writes without asking. */
class ContractsIT extends DemoTest {

    private long contract;
    private long customer;

    @BeforeEach
    void aContractWithAPlanetExpressInDelft() {
        contract = ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000);
        customer = contract;
        database.sql("""
                        INSERT INTO contract_customer (id, name, city, country, version, modified_by, modified_at)
                        VALUES (?, 'Planet Express', 'Delft', 'NL', 3, 'Import', CURRENT_TIMESTAMP)""").param(customer).update();
        database.sql("""
                        INSERT INTO contract (id, customer_id, title, taxed_in, tax_per_mille, version, modified_by, modified_at)
                        VALUES (?, ?, 'Furniture', 'Delft, Netherlands', 210, 7, 'Import', CURRENT_TIMESTAMP)""").params(contract, customer).update();
        item(1, "Desk", 2, "400.00");
        item(2, "Lamp", 10, "20.00");
        database.sql("INSERT INTO legacy_terms (contract_no, pay_days, discount, note) VALUES (?, 30, 2.0, NULL)")
                .param(contract)
                .update();
    }

    private void item(int place, String text, int quantity, String price) {
        database.sql("INSERT INTO contract_item (id, contract_id, text, quantity, price) VALUES (?, ?, ?, ?, " + price
                        + ")")
                .params(contract * 10 + place, contract, text, quantity)
                .update();
    }

    @Test
    void itemsThatAreAddedChangedAndRemovedInOneFormRaiseTheVersionOnce() {
        Page leia = open("leia");
        assertThat(leia.locator("#tax")).hasText("210.00 €");
        leia.getByLabel("Price of Desk").fill("1,350.50");
        leia.getByLabel("Remove Lamp").check();
        newItem(leia, 0, "Chair", "4", "80");
        newItem(leia, 1, "Rug", "1", "55.5");
        leia.getByLabel("Title").fill("Office furniture");

        press(leia, "Save");

        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(items()).containsExactly("Desk 2 1350.50", "Chair 4 80.00", "Rug 1 55.50");
        assertThat(version()).isEqualTo(8);
        assertThat(stored(
                        "SELECT COUNT(*) FROM heldby_change WHERE entity = 'contract' AND id = ?",
                        Long.class,
                        "" + contract))
                .as("commits in the change log")
                .isEqualTo(1);
        assertThat(leia.locator("table.history tbody tr").first()).containsText(Pattern.compile("8\\s+You.*"));
        assertThat(leia.locator("table.history tbody tr").first())
                .containsText(Pattern.compile("Lamp\\s*10 × 20\\.00"));
        assertThat(leia.locator("table.history tbody tr").first()).containsText("1 × 55.50");
    }

    @Test
    void savingWithoutAChangeWritesNothing() {
        Page leia = open("leia");

        press(leia, "Save");

        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(version()).isEqualTo(7);
    }

    @Test
    void whatCannotBeStoredIsSaidAtTheFieldAndNothingTypedIsLost() {
        Page leia = open("leia");
        leia.getByLabel("Price of Desk").fill("cheap");
        leia.getByLabel("Title").fill("");
        newItem(leia, 0, "Chair", "four", "80");

        Response answer = leia.waitForResponse("**/contracts/" + contract, () -> press(leia, "Save"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(leia.getByLabel("Price of Desk")).hasValue("cheap");
        assertThat(leia.getByText("Please enter a title.").first()).isVisible();
        assertThat(leia.locator("#items")).containsText("Please enter euros and cents, such as 1,250.00.");
        assertThat(leia.locator("#items")).containsText("Please enter a number from 1 to 9,999.");
        assertThat(leia.getByLabel("Quantity of Chair")).hasValue("four");
        leia.getByLabel("Price of Desk").fill("300");
        leia.getByLabel("Title").fill("Furniture");
        leia.getByLabel("Quantity of Chair").fill("4");
        press(leia, "Save");
        assertThat(items()).containsExactly("Desk 2 300.00", "Lamp 10 20.00", "Chair 4 80.00");
    }

    @Test
    void twoWhoChangeDifferentItemsAreMergedAndNothingIsLost() {
        Page leia = open("leia");
        Page bob = open("bob");
        bob.getByLabel("Price of Desk").fill("390");
        newItem(bob, 0, "Chair", "4", "80");
        save(bob);
        leia.getByLabel("Quantity of Lamp").fill("12");
        newItem(leia, 0, "Rug", "1", "55.50");

        press(leia, "Save");

        assertThat(leia.getByText(Pattern.compile(
                        "Contract " + contract + " is saved\\. Merged with Bob Smith’s 4 changes of \\d\\d:\\d\\d\\.")))
                .isVisible();
        assertThat(items()).containsExactlyInAnyOrder("Desk 2 390.00", "Lamp 12 20.00", "Chair 4 80.00", "Rug 1 55.50");
        assertThat(version()).isEqualTo(9);
    }

    @Test
    void whoChangedTheSameItemSecondIsToldWhoWasFirstAndDecides() {
        Page leia = afterBobMadeTheDeskCheaper();
        leia.getByLabel("Quantity of Lamp").fill("12");

        Response answer = leia.waitForResponse("**/contracts/" + contract, () -> press(leia, "Save"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(heading(leia))
                .hasText(
                        Pattern.compile(
                                "Bob Smith saved version 8 at \\d\\d:\\d\\d while you edited version 7: 1 conflict, \\d merged"));
        assertThat(question(leia, "Item 1, Desk: price"))
                .containsText(Pattern.compile("390\\.00\\s+Bob Smith, \\d\\d:\\d\\d"));
        assertThat(items()).contains("Desk 2 390.00", "Lamp 10 20.00");

        choose(leia, "Item 1, Desk: price", "Yours");
        press(leia, "Save merged");

        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(items()).containsExactly("Desk 2 410.00", "Lamp 12 20.00");
        assertThat(stored("SELECT title FROM contract WHERE id = ?", String.class, contract))
                .isEqualTo("Office furniture");
        assertThat(version()).isEqualTo(9);
    }

    @Test
    void whatIsTypedInsteadIsValidatedAndAFurtherSaveAsksAgainWithTheChoiceMade() {
        Page leia = afterBobMadeTheDeskCheaper();
        press(leia, "Save");
        choose(leia, "Item 1, Desk: price", "Edit");
        question(leia, "Item 1, Desk: price").getByLabel("Instead").fill("cheap");

        Response invalid = leia.waitForResponse("**/decide", () -> press(leia, "Save merged"));

        assertThat(invalid.status()).isEqualTo(422);
        assertThat(question(leia, "Item 1, Desk: price")).containsText("Please enter euros and cents");
        question(leia, "Item 1, Desk: price").getByLabel("Instead").fill("400.50");
        Page luke = open("luke");
        luke.getByLabel("Quantity of Lamp").fill("11");
        save(luke);

        press(leia, "Save merged");

        assertThat(heading(leia)).containsText("Luke Skywalker saved version 9");
        assertThat(question(leia, "Item 1, Desk: price").getByLabel("Instead")).hasValue("400.50");
        press(leia, "Save merged");
        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(items()).containsExactly("Desk 2 400.50", "Lamp 11 20.00");
    }

    @Test
    void itemThatOneRemovedAndTheOtherChangedIsOneQuestion() {
        Page leia = afterBobMadeTheDeskCheaper();
        leia.getByLabel("Remove Desk").check();
        press(leia, "Save");
        Locator desk = question(leia, "Item 1, Desk: removed by you");
        assertThat(desk).containsText("390.00");

        choose(leia, "Item 1, Desk: removed by you", "Theirs");
        press(leia, "Save merged");

        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(items()).containsExactly("Desk 2 390.00", "Lamp 10 20.00");
    }

    @Test
    void overwritingListsWhatIsLostAndTheOverwrittenPersonIsToldAndPutsItBack() {
        Page leia = afterBobMadeTheDeskCheaper();
        press(leia, "Save");
        press(leia, "Overwrite with mine…");
        assertThat(leia.locator("#undoes")).containsText("This undoes Bob Smith’s 2 changes");
        assertThat(leia.locator("table.merge")).containsText("Item 1, Desk: price");
        assertThat(items()).contains("Desk 2 390.00");

        press(leia, "Overwrite");

        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(items()).containsExactly("Desk 2 410.00", "Lamp 10 20.00");
        assertThat(stored("SELECT title FROM contract WHERE id = ?", String.class, contract))
                .isEqualTo("Furniture");
        Page bob = signIn("bob");
        bob.navigate(url("/contracts"));
        Locator told = bob.getByLabel("Contract " + contract + " was overwritten");
        assertThat(told).containsText("Leia Organa overwrote what you saved");
        assertThat(told).containsText("Desk: price");
        told.getByRole(AriaRole.BUTTON).click();
        assertThat(bob.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(items()).containsExactly("Desk 2 390.00", "Lamp 10 20.00");
        assertThat(stored("SELECT title FROM contract WHERE id = ?", String.class, contract))
                .isEqualTo("Office furniture");
    }

    @Test
    void whoLooksAtWhatOverwritingWouldUndoCanGoBackAndNothingIsWritten() {
        Page leia = afterBobMadeTheDeskCheaper();
        press(leia, "Save");
        choose(leia, "Item 1, Desk: price", "Yours");
        press(leia, "Overwrite with mine…");

        press(leia, "Back to the comparison");

        assertThat(question(leia, "Item 1, Desk: price").getByLabel("Yours")).isChecked();
        assertThat(items()).contains("Desk 2 390.00");
        assertThat(version()).isEqualTo(8);
    }

    @Test
    void taxThatWasComputedForAnotherAddressIsNotSavedSilently() {
        Page leia = open("leia");
        newItem(leia, 0, "Chair", "4", "80");
        move("bob", "Zürich", "Switzerland");

        Response answer = leia.waitForResponse("**/contracts/" + contract, () -> press(leia, "Save"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(leia.locator("#moved"))
                .containsText(
                        Pattern.compile(
                                "Tax was computed for Delft, Netherlands; Bob Smith moved the customer to Zürich, Switzerland at \\d\\d:\\d\\d\\."));
        assertThat(leia.locator("#new-tax")).hasText("106.92 € (8.1 %)");
        assertThat(items()).hasSize(2);
        assertThat(version()).isEqualTo(7);

        press(leia, "Recompute and save with 8.1 %");

        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(leia.locator("#tax")).hasText("106.92 €");
        assertThat(items()).containsExactly("Desk 2 400.00", "Lamp 10 20.00", "Chair 4 80.00");
        assertThat(stored("SELECT tax_per_mille FROM contract WHERE id = ?", Integer.class, contract))
                .isEqualTo(81);
        assertThat(stored("SELECT taxed_in FROM contract WHERE id = ?", String.class, contract))
                .isEqualTo("Zürich, Switzerland");
    }

    @Test
    void whoWantsToLookFirstFindsTheFormAsItWas() {
        Page leia = open("leia");
        newItem(leia, 0, "Chair", "4", "80");
        move("bob", "Zürich", "Switzerland");
        press(leia, "Save");

        press(leia, "Back to the form");

        assertThat(leia.getByLabel("Price of Chair")).hasValue("80");
        assertThat(leia.locator("#place")).hasText("Zürich, Switzerland");
        assertThat(version()).isEqualTo(7);
        save(leia);
        assertThat(leia.locator("#tax")).hasText("106.92 €");
    }

    @Test
    void moveThatDoesNotChangeTheTaxNeedsNobody() {
        Page leia = open("leia");
        leia.getByLabel("Quantity of Lamp").fill("12");
        move("bob", "Leiden", "Netherlands");

        press(leia, "Save");

        assertThat(leia.getByText(
                        Pattern.compile("Bob Smith changed the customer at \\d\\d:\\d\\d; the tax stays 21.%\\.")))
                .isVisible();
        assertThat(items()).contains("Lamp 12 20.00");
        assertThat(stored("SELECT taxed_in FROM contract WHERE id = ?", String.class, contract))
                .isEqualTo("Leiden, Netherlands");
    }

    @Test
    void fieldsAndTaxCanBothHaveChanged() {
        Page leia = afterBobMadeTheDeskCheaper();
        move("luke", "Zürich", "Switzerland");
        press(leia, "Save");
        choose(leia, "Item 1, Desk: price", "Yours");

        press(leia, "Save merged");

        assertThat(leia.locator("#moved")).containsText("Luke Skywalker moved the customer to Zürich, Switzerland");
        assertThat(leia.getByText("Merged with Bob Smith’s 2 changes")).isVisible();
        press(leia, "Recompute and save with 8.1 %");
        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(items()).containsExactly("Desk 2 410.00", "Lamp 10 20.00");
        assertThat(leia.locator("#tax")).hasText("82.62 €");
    }

    @Test
    void olderSystemThatKnowsNoVersionsIsNotOverwritten() {
        Page leia = open("leia");
        leia.getByLabel("Days to pay", exact()).fill("14");
        leia.getByLabel("Quantity of Lamp").fill("12");
        olderSystemWrites(60);

        Response answer = leia.waitForResponse("**/contracts/" + contract, () -> press(leia, "Save"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(heading(leia))
                .hasText("Somebody changed the payment terms while you edited them: 1 conflict, 0 merged");
        assertThat(question(leia, "Days to pay").locator("td").first()).containsText("30");
        assertThat(question(leia, "Days to pay")).containsText("60");
        assertThat(terms()).isEqualTo(60);
        assertThat(items()).as("nothing of the save").contains("Lamp 10 20.00");

        choose(leia, "Days to pay", "Yours");
        press(leia, "Save merged");

        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(terms()).isEqualTo(14);
        assertThat(items()).contains("Lamp 12 20.00");
    }

    @Test
    void olderSystemsChangeStaysWhereNobodyElseChangedTheTerms() {
        Page leia = open("leia");
        leia.getByLabel("Note", exact()).fill("By bank transfer");
        leia.getByLabel("Quantity of Lamp").fill("12");
        olderSystemWrites(60);

        press(leia, "Save");

        assertThat(leia.getByText("What the older system made of the payment terms meanwhile is merged with yours."))
                .isVisible();
        assertThat(terms()).isEqualTo(60);
        assertThat(stored("SELECT note FROM legacy_terms WHERE contract_no = ?", String.class, contract))
                .isEqualTo("By bank transfer");
        assertThat(items()).contains("Lamp 12 20.00");
    }

    @Test
    void termsCanBeOverwrittenAsTheyWereShownAndNoOtherwise() {
        Page leia = open("leia");
        leia.getByLabel("Days to pay", exact()).fill("14");
        olderSystemWrites(60);
        press(leia, "Save");
        press(leia, "Overwrite with mine…");
        assertThat(heading(leia)).hasText("Overwrite the payment terms with yours?");
        olderSystemWrites(90);

        press(leia, "Overwrite");

        assertThat(question(leia, "Days to pay")).containsText("90");
        assertThat(terms()).isEqualTo(90);
        press(leia, "Overwrite with mine…");
        press(leia, "Overwrite");
        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(terms()).isEqualTo(14);
    }

    @Test
    void deletedContractCanBeRecreatedWithWhatWasTyped() {
        Page leia = open("leia");
        leia.getByLabel("Quantity of Lamp").fill("12");
        Page bob = open("bob");
        delete(bob);
        assertThat(bob.getByText("Contract " + contract + " is deleted, with its items and payment terms."))
                .isVisible();
        assertThat(items()).isEmpty();

        press(leia, "Save");

        assertThat(heading(leia)).hasText(Pattern.compile("Bob Smith deleted this contract at \\d\\d:\\d\\d"));
        press(leia, "Recreate");
        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(items()).containsExactly("Desk 2 400.00", "Lamp 12 20.00");
        assertThat(terms()).isEqualTo(30);
        assertThat(version()).as("above all that a form from before can name").isEqualTo(9);
    }

    @Test
    void nobodyDeletesWhatTheyHaveNotSeen() {
        Page leia = afterBobMadeTheDeskCheaper();

        delete(leia);

        assertThat(leia.getByText("Not deleted: Bob Smith has saved it meanwhile."))
                .isVisible();
        assertThat(leia.getByLabel("Price of Desk")).hasValue("390.00");
        assertThat(items()).hasSize(2);
    }

    @Test
    void itAllWorksWithoutScripts() {
        Page leia = signIn("leia", browsers.newContextWithoutScripts(390, 844));
        leia.navigate(url("/contracts/" + contract));
        Page bob = open("bob");
        bob.getByLabel("Price of Desk").fill("390");
        save(bob);
        leia.getByLabel("Price of Desk").fill("410");
        press(leia, "Save");
        choose(leia, "Item 1, Desk: price", "Yours");

        press(leia, "Save merged");

        assertThat(leia.getByText("Contract " + contract + " is saved.")).isVisible();
        assertThat(items()).contains("Desk 2 410.00");
    }

    /** Bob has also changed the title; Leia has typed another price, and not saved. */
    private Page afterBobMadeTheDeskCheaper() {
        Page leia = open("leia");
        Page bob = open("bob");
        bob.getByLabel("Price of Desk").fill("390");
        bob.getByLabel("Title").fill("Office furniture");
        save(bob);
        leia.getByLabel("Price of Desk").fill("410");
        return leia;
    }

    private static void delete(Page page) {
        page.getByText("Delete…").click();
        press(page, "Delete this contract");
    }

    private Page open(String user) {
        Page page = signIn(user);
        page.navigate(url("/contracts/" + contract));
        return page;
    }

    private void save(Page page) {
        press(page, "Save");
        assertThat(page.getByText("Contract " + contract + " is saved.")).isVisible();
    }

    private void move(String user, String city, String country) {
        Page page = signIn(user);
        page.navigate(url("/contracts/customers/" + customer));
        page.getByLabel("City").fill(city);
        page.getByLabel("Country").selectOption(country);
        press(page, "Save");
        assertThat(page.locator("#saved")).containsText("Planet Express is saved");
    }

    private void olderSystemWrites(int days) {
        database.sql("UPDATE legacy_terms SET pay_days = ? WHERE contract_no = ?")
                .params(days, contract)
                .update();
    }

    private static void newItem(Page page, int line, String text, String quantity, String price) {
        page.getByLabel("What the further item is").nth(line).fill(text);
        page.getByLabel("Quantity of a further item").nth(line).fill(quantity);
        page.getByLabel("Price of a further item").nth(line).fill(price);
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static Locator heading(Page page) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }

    private static Locator question(Page page, String label) {
        return page.locator(
                "#conflict > table.merge tbody tr",
                new Page.LocatorOptions()
                        .setHas(page.getByRole(
                                AriaRole.ROWHEADER,
                                new Page.GetByRoleOptions().setName(label).setExact(true))));
    }

    private static void choose(Page page, String label, String choice) {
        question(page, label)
                .getByLabel(choice, new Locator.GetByLabelOptions().setExact(true))
                .check();
    }

    private List<String> items() {
        return database.sql("SELECT text, quantity, price FROM contract_item WHERE contract_id = ? ORDER BY id")
                .param(contract)
                .query((row, at) -> "%s %d %s".formatted(row.getString(1), row.getInt(2), row.getBigDecimal(3)))
                .list();
    }

    private long version() {
        return stored("SELECT version FROM contract WHERE id = ?", Long.class, contract);
    }

    private int terms() {
        return stored("SELECT pay_days FROM legacy_terms WHERE contract_no = ?", Integer.class, contract);
    }
}
