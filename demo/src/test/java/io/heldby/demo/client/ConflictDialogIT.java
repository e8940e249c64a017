package io.heldby.demo.client;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown, what can be chosen, and what comes out. */
class ConflictDialogIT extends ConflictTest {

    private static final String SUMS = "cases.made({count: 1}, {count: 2}, {count: 3})";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | cases.usual() | Bob saved version 8 at 10:52 while you edited version 7: 3 conflicts, 5 merged
            de | cases.usual() | Bob hat Version 8 um 10:52 gespeichert, während Sie Version 7 bearbeiteten: 3 Konflikte, 5 zusammengeführt
            en | cases.one()   | Bob saved version 8 at 10:52 while you edited version 7: 1 conflict, 1 merged
            de | cases.one()   | Bob hat Version 8 um 10:52 gespeichert, während Sie Version 7 bearbeiteten: 1 Konflikt, 1 zusammengeführt
            en | cases.none()  | Bob saved version 8 at 10:52 while you edited version 7: no conflicts, 2 merged
            en | {...cases.one(), modifiedBy: 'leia'} | You, in another window, saved version 8 at 10:52 while you edited version 7: 1 conflict, 1 merged
            de | {...cases.one(), modifiedBy: 'Leia Organa'} | Sie haben Version 8 um 10:52 in einem anderen Fenster gespeichert, während Sie Version 7 bearbeiteten: 1 Konflikt, 1 zusammengeführt
            en | {...cases.one(), modifiedBy: null, modifiedAt: null, currentVersion: null, expectedVersion: null} | Somebody saved this record while you edited it: 1 conflict, 1 merged
            en | {...cases.one(), modifiedAt: '2020-03-02T10:47:00'} | Bob saved version 8 on Mar 2 10:47 while you edited version 7: 1 conflict, 1 merged
            """)
    void titleSaysWhoSavedWhatWhenAndHowMuchIsOpen(String language, String conflict, String title) {
        Page page = article(1280, 900);
        page.evaluate("language => document.documentElement.lang = language", language);

        askAgain(
                page,
                conflict,
                "{ mine: {...cases.base, name: 'Ballpoint pen, blue', ...(" + conflict
                        + ".conflicts.length > 1 && cases.mine)} }");

        assertThat(title(page)).hasText(title);
    }

    @Test
    void everyConflictIsAChoiceAndTheRestIsMerged() {
        Page page = ask("cases.usual()");

        choose(page, "Name", "Theirs");
        assertThat(result(page, "Name")).hasText("Pen, royal blue");
        choose(page, "Notes, Both changed", "Yours");
        choose(page, "margin", "Edit");
        editor(page, "margin").fill("0.50");
        press(page, "Save merged");

        Map<String, Object> decided = decided(page);
        assertThat(decided).containsEntry("action", "merged").containsEntry("version", 8);
        assertThat(decided.get("choices"))
                .isEqualTo(Map.of("name", List.of("theirs"), "notes", List.of("mine"), "margin", List.of("edit")));
        assertThat(values(decided))
                .isEqualTo(
                        Map.of(
                                "name",
                                "Pen, royal blue",
                                "price",
                                "2.19",
                                "currency",
                                "USD",
                                "stock",
                                92,
                                "soldSince",
                                "2026-03-01",
                                "active",
                                false,
                                "shelf",
                                "A-03",
                                "margin",
                                "0.50",
                                "notes",
                                "Blue ink, waterproof.\nRefill sold separately.\nStored dry.\nAsk Kim before ordering.\nShips in boxes of 50.\n"));
    }

    @Test
    void fieldsThatMakeSenseOnlyTogetherAreOfOneSideButForWhatIsTyped() {
        Page page = ask("""
                cases.made(cases.base, cases.mine, cases.theirs, {
                  merged: {},
                  conflicts: ["name", "price", "currency"].map((field) => ({
                    field, base: cases.base[field], mine: cases.mine[field], theirs: cases.theirs[field],
                    ...(field !== "name" && { together: ["price", "currency"] }) })) })""");

        choose(page, "Price", "Theirs");
        assertThat(choice(page, "Currency", "Theirs")).isChecked();
        assertThat(result(page, "Currency")).hasText("US dollar");
        assertThat(status(page)).hasText("1 of 3 to decide");

        choose(page, "Currency", "Yours");
        assertThat(choice(page, "Price", "Yours")).isChecked();
        assertThat(choice(page, "Name", "Yours")).not().isChecked();

        choose(page, "Price", "Edit");
        editor(page, "Price").fill("2.05");
        choose(page, "Currency", "Theirs");
        assertThat(choice(page, "Price", "Edit")).isChecked();
    }

    @Test
    void pressingOneOfTheTwoValuesChoosesIt() {
        Page page = ask("cases.usual()");

        row(page, "Name").locator("td.mine").click();

        assertThat(choice(page, "Name", "Yours")).isChecked();
        assertThat(status(page)).hasText("2 of 3 to decide");
    }

    @Test
    void whatOnlyOneSideChangedIsCollapsedAndNamedAndCanBeDecidedOtherwise() {
        Page page = ask("cases.usual()");
        Locator merged = dialog(page).locator("details.merged");

        assertThat(merged).not().hasAttribute("open", "");
        assertThat(merged.locator("summary"))
                .hasText("5 mergedOnly Bob: Price, Currency, On saleOnly you: ShelfBoth, merged: Stock");
        merged.locator("summary").click();
        assertThat(result(page, "Stock")).hasText("92");
        choose(page, "Currency", "Yours");
        press(page, "All mine");
        press(page, "Save merged");

        assertThat(values(decided(page))).containsEntry("currency", "EUR").containsEntry("price", "2.19");
    }

    @Test
    void saveIsAlwaysEnabledAndJumpsToWhatIsOpen() {
        Page page = ask("cases.usual()");
        choose(page, "Name", "Yours");

        press(page, "Save merged");

        assertThat(choice(page, "Notes, Both changed", "Theirs")).isFocused();
        assertThat(status(page)).hasText("2 of 3 to decide");
        nothingDecided(page);
        press(page, "All theirs");
        assertThat(status(page)).hasText("Everything is decided");
    }

    @Test
    void allTheirsAndAllMineDecideOnlyWhatIsOpen() {
        Page page = ask("cases.usual()");
        choose(page, "Name", "Yours");

        press(page, "All theirs");

        assertThat(choice(page, "Name", "Yours")).isChecked();
        assertThat(choice(page, "margin", "Theirs")).isChecked();
        assertThat(dialog(page).getByText("All mine")).isDisabled();
        assertThat(title(page)).isFocused();
    }

    @Test
    void overwritingListsWhatItUndoesAndWantsAReason() {
        Page page = ask("cases.usual()");
        choose(page, "Name", "Theirs");

        press(page, "Overwrite with mine…");

        Locator head = dialog(page).getByRole(AriaRole.HEADING);
        assertThat(head).hasText("Overwriting undoes Bob’s 7 changes:");
        assertThat(head).isFocused();
        assertThat(dialog(page).getByRole(AriaRole.LISTITEM)).containsText(new String[] {
            "Name: Pen, royal blue becomes Ballpoint pen, blue",
            "Notes: Blue ink, waterproof.",
            "margin: 0.40 becomes 0.35",
            "Price: 2.19 becomes 1.99",
            "Currency: US dollar becomes Euro",
            "Stock: 97 becomes 95",
            "On sale: no becomes yes"
        });
        press(page, "Overwrite");
        Locator reason = dialog(page).getByLabel("Reason");
        assertThat(reason).isFocused();
        assertThat(reason).hasAttribute("aria-invalid", "true");
        assertThat(reason).hasAccessibleDescription("Bob reads it with the change. Please say why.");
        nothingDecided(page);
        reason.fill(" Price list of March ");
        press(page, "Overwrite");

        Map<String, Object> decided = decided(page);
        assertThat(decided)
                .containsEntry("action", "overwrite")
                .containsEntry("version", 8)
                .containsEntry("reason", "Price list of March");
        assertThat(values(decided))
                .containsEntry("name", "Ballpoint pen, blue")
                .containsEntry("price", "1.99")
                .containsEntry("margin", "0.35");
    }

    @Test
    void whoGoesBackFromOverwritingIsWhereTheyWere() {
        Page page = ask("cases.usual()");
        choose(page, "Name", "Theirs");
        press(page, "Overwrite with mine…");

        page.keyboard().press("Escape");

        assertThat(dialog(page).getByText("Overwrite with mine…")).isFocused();
        assertThat(choice(page, "Name", "Theirs")).isChecked();
        nothingDecided(page);
    }

    @Test
    void whoMayNotOverwriteIsNotOfferedTo() {
        Page page = ask("cases.usual()", "{}");

        assertThat(dialog(page).getByRole(AriaRole.BUTTON))
                .hasText(new String[] {"Save merged", "All theirs", "All mine", "Keep as draft", "Discard mine"});
    }

    @Test
    void discardingAsksOnceMoreWhatTextIsLost() {
        Page page = ask("cases.usual()");

        press(page, "Discard mine");

        assertThat(dialog(page).getByText("Discard what you wrote? This text is lost:"))
                .isFocused();
        assertThat(dialog(page).locator("dd").first()).hasText("Ballpoint pen, blue");
        press(page, "Back");
        assertThat(dialog(page).getByText("Discard mine")).isFocused();
        nothingDecided(page);
        press(page, "Discard mine");
        press(page, "Discard");

        assertThat(decided(page)).isEqualTo(Map.of("action", "discard"));
    }

    @Test
    void discardingWhatIsNoTextAsksNothing() {
        Page page = ask(SUMS, "{ mine: { count: 2 } }");

        press(page, "Discard mine");

        assertThat(decided(page)).isEqualTo(Map.of("action", "discard"));
    }

    @Test
    void draftIsKeptByButtonAndByEscape() {
        Page page = ask("cases.usual()");
        press(page, "Keep as draft");
        assertThat(decided(page)).isEqualTo(Map.of("action", "draft"));
        askAgain(page, "cases.usual()", "{}");

        page.keyboard().press("Escape");

        assertThat(decided(page)).isEqualTo(Map.of("action", "draft"));
    }

    @Test
    void valuesAreShownAsPeopleReadThem() {
        Page page = ask(
                "cases.made({active: false, currency: 'GBP', name: 'x', tags: [], size: {cm: 1}},"
                        + " {active: null, currency: 'EUR', name: '', tags: ['a', true], size: {cm: 2}},"
                        + " {active: true, currency: 'USD', name: null, tags: null, size: {cm: 3}})",
                "{ labels: { tags: 'Tags', size: 'Size' } }");

        assertThat(row(page, "Currency").locator("td .value")).hasText(new String[] {"Pound", "US dollar", "Euro"});
        assertThat(row(page, "On sale").locator("td .value")).hasText(new String[] {"no", "yes", "(empty)"});
        assertThat(row(page, "Tags").locator("td .value")).hasText(new String[] {"(empty)", "(empty)", "a, yes"});
        assertThat(row(page, "Size").locator("td .value"))
                .hasText(new String[] {"{\"cm\":1}", "{\"cm\":3}", "{\"cm\":2}"});
        assertThat(question(page, "Tags").getByLabel("Edit")).hasCount(0);
    }

    @Test
    void fieldsStandInTheOrderOfTheFormAndThenThoseItDoesNotHave() {
        Page page = ask("cases.noBase()", "{ labels: { margin: 'Margin' } }");

        assertThat(dialog(page).locator("tbody > tr:first-child > th > bdi"))
                .hasText(new String[] {"Name", "Price", "Currency", "Stock", "On sale", "Shelf", "Notes", "Margin"});
    }

    @Test
    void ownValueIsWrittenInAFieldLikeTheForms() {
        Page page = ask("cases.made({currency: 'GBP', soldSince: '2026-01-01', stock: null, count: 1},"
                + " {currency: 'EUR', soldSince: '2026-01-02', stock: 3, count: 2},"
                + " {currency: 'USD', soldSince: '2026-01-03', stock: 4, count: 3})");
        choose(page, "Currency", "Edit");
        editor(page, "Currency").selectOption("Pound");
        choose(page, "Sold since", "Edit");
        assertThat(editor(page, "Sold since")).hasAttribute("type", "date");
        assertThat(editor(page, "Sold since")).hasAccessibleName("Edit Sold since");
        editor(page, "Sold since").fill("2026-02-03");
        choose(page, "Stock", "Edit");
        editor(page, "Stock").fill("5");
        choose(page, "count", "Edit");
        editor(page, "count").fill("12");

        press(page, "Save merged");

        assertThat(values(decided(page)))
                .isEqualTo(Map.of("currency", "GBP", "soldSince", "2026-02-03", "stock", 5, "count", 12));
    }

    @Test
    void whoChangedAFieldIsNamedWhereItWasSomebodyElse() {
        Page page = ask("(() => { const conflict = cases.one();"
                + " Object.assign(conflict.conflicts[0], {changedBy: 'Alice', changedAt: cases.at(10, 31)});"
                + " return conflict; })()");

        assertThat(row(page, "Name").locator("td.theirs small")).hasText("Alice, 10:31");
    }
}
