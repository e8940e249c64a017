package io.heldby.demo.client;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Long texts, what the form refuses, records that are gone, a conflict after the conflict, and hostile values. */
class ConflictVariantsIT extends ConflictTest {

    @Test
    void longTextIsDecidedPlaceByPlace() {
        Page page = ask("""
                cases.made({notes: 'one\\ntwo\\nthree\\nfour\\nfive\\n'},
                    {notes: 'ONE\\ntwo\\nthree\\nfour words\\nfive!\\n'},
                    {notes: 'Eins\\ntwo\\nthree\\nfour\\nfünf\\nsechs'})""");

        Locator rows = dialog(page).locator("tbody tr");
        assertThat(rows.locator("th"))
                .hasText(new String[] {"NotesBoth changed, 1 of 2", "NotesSame for both", "NotesBoth changed, 2 of 2"});
        assertThat(rows.nth(0).locator("td .value")).hasText(new String[] {"one", "Eins", "ONE"});
        assertThat(rows.nth(1).locator("td")).hasText("two\nthree");
        assertThat(rows.nth(0).locator("mark")).hasText(new String[] {"Eins", "ONE"});
        choose(page, "Notes, Both changed, 1 of 2", "Both");
        assertThat(status(page)).hasText("1 of 1 to decide");
        choose(page, "Notes, Both changed, 2 of 2", "Edit");
        editor(page, "Notes, Both changed, 2 of 2").fill("4 and 5");
        press(page, "Save merged");

        Map<String, Object> decided = decided(page);
        assertThat(values(decided)).containsEntry("notes", "Eins\nONE\ntwo\nthree\n4 and 5\n");
        assertThat(decided.get("choices")).isEqualTo(Map.of("notes", List.of("both", "edit")));
    }

    @Test
    void longTextWhoseChangesFitTogetherCanBeTakenAsAWhole() {
        Page page = ask("cases.made({notes: 'one\\ntwo\\nthree\\n'}, {notes: 'ONE\\ntwo\\nthree\\n'},"
                + " {notes: 'one\\ntwo\\nTHREE\\n'})");

        choose(page, "Notes", "Both");
        press(page, "Save merged");

        assertThat(values(decided(page))).containsEntry("notes", "ONE\ntwo\nTHREE\n");
    }

    @Test
    void lineEndsStayAsTheyAreStored() {
        Page page = ask("cases.made({notes: 'a\\r\\nb\\r\\n'}, {notes: 'a\\r\\nc\\r\\n'}, {notes: 'a\\r\\nd\\r\\n'})");
        choose(page, "Notes, Both changed", "Edit");
        editor(page, "Notes, Both changed").fill("one\ntwo");

        press(page, "Save merged");

        assertThat(values(decided(page))).containsEntry("notes", "a\r\none\r\ntwo\r\n");
    }

    @Test
    void boxWhoseEmptyValueIsSentByAHiddenFieldIsABox() {
        Page page = article(1280, 900);
        page.evaluate("""
                () => document.forms[0].insertAdjacentHTML("afterbegin", "<input type=hidden name=active value=false>")""");

        askAgain(page, "cases.made({active: null}, {active: true}, {active: false})", "{}");

        assertThat(row(page, "On sale").locator("td .value")).hasText(new String[] {"(empty)", "no", "yes"});
        choose(page, "On sale", "Yours");
        assertThat(row(page, "On sale").locator(".error")).hasText("");
    }

    @Test
    void whatChangedWithinALineIsMarkedAndNotByColourAlone() {
        Page page = ask("cases.usual()");

        Locator mark = row(page, "Name").locator("mark");

        assertThat(mark).hasText(new String[] {"royal ", "Ballpoint pen"});
        assertThat(mark.first()).hasCSS("text-decoration-line", "underline");
    }

    @Test
    void longCommonPartsAreFolded() {
        Page page = ask("cases.made({notes: 'a\\n1\\n2\\n3\\n4\\n5\\n'}, {notes: 'b\\n1\\n2\\n3\\n4\\n5\\n'},"
                + " {notes: 'c\\n1\\n2\\n3\\n4\\n5\\n'})");

        Locator folded = dialog(page).locator("td details");

        assertThat(folded.locator("summary")).hasText("5 lines: 1 …");
        assertThat(folded.locator(".value")).isHidden();
        folded.locator("summary").click();
        assertThat(folded.locator(".value")).isVisible();
    }

    @Test
    void whatTheFormRefusesIsSaidInTheResultAndNotSaved() {
        Page page = ask("cases.usual()");
        choose(page, "Name", "Edit");
        editor(page, "Name").fill("");
        press(page, "All mine");

        press(page, "Save merged");

        assertThat(editor(page, "Name")).hasAttribute("aria-invalid", "true");
        assertThat(question(page, "Name")).hasAttribute("aria-invalid", "true");
        assertThat(editor(page, "Name")).hasAccessibleDescription("Please fill out this field.");
        assertThat(choice(page, "Name", "Edit")).isFocused();
        assertThat(status(page)).hasText("Please correct Name");
        nothingDecided(page);
        editor(page, "Name").fill("Pen");
        assertThat(editor(page, "Name")).not().hasAttribute("aria-invalid", "true");
        press(page, "Save merged");
        assertThat(values(decided(page))).containsEntry("name", "Pen");
    }

    @Test
    void mergedValueThatTheFormRefusesIsShownAndCanBeCorrected() {
        Page page = ask(
                "cases.made({price: '1.00', shelf: 'A'}, {price: '1.00', shelf: 'A-03 is too long'}, {price: '-4', shelf: 'A'})",
                "{ mine: {price: '1.00', shelf: 'A-03 is too long'} }");

        assertThat(row(page, "Price").locator(".error")).hasText("Value must be greater than or equal to 0.");
        assertThat(row(page, "Shelf").locator(".error")).hasText("At most 8 characters, this has 16.");
        press(page, "Save merged");
        assertThat(status(page)).hasText("Please correct Price, Shelf");
        assertThat(choice(page, "Price", "Theirs")).isFocused();
        choose(page, "Price", "Yours");
        choose(page, "Shelf", "Edit");
        editor(page, "Shelf").fill("A-03");
        press(page, "Save merged");

        assertThat(values(decided(page))).isEqualTo(Map.of("price", "1.00", "shelf", "A-03"));
    }

    @Test
    void whatThePagesOwnScriptsRefuseIsSaidToo() {
        Page page = article(1280, 900);
        page.evaluate("() => document.forms[0].elements.name.setCustomValidity('That name is taken.')");
        askAgain(page, "cases.usual()", "{}");

        choose(page, "Name", "Yours");

        assertThat(row(page, "Name").locator(".error")).hasText("That name is taken.");
        choose(page, "Name", "Theirs");
        assertThat(row(page, "Name").locator(".error")).hasText("");
    }

    @Test
    void fieldsThatAreLockedAreCheckedAllTheSame() {
        Page page = article(1280, 900);
        page.evaluate(
                "() => { for (const field of document.forms[0].elements) field.disabled = field.readOnly = true; }");
        askAgain(page, "cases.made({name: 'a'}, {name: ''}, {name: 'b'})", "{}");

        choose(page, "Name", "Yours");

        assertThat(row(page, "Name").locator(".error")).hasText("Please fill out this field.");
    }

    @Test
    void deletedRecordIsRecreatedFromMyText() {
        Page page = ask("cases.deleted()");

        assertThat(title(page)).hasText("Bob deleted this record at 10:52");
        assertThat(dialog(page).locator("dt"))
                .hasText(
                        new String[] {"Name", "Price", "Currency", "Stock", "Sold since", "On sale", "Shelf", "Notes"});
        assertThat(dialog(page).locator("dd").first()).hasText("Ballpoint pen, blue");
        assertThat(dialog(page).getByRole(AriaRole.BUTTON))
                .hasText(new String[] {"Recreate", "Keep as draft", "Discard"});
        press(page, "Recreate");

        Map<String, Object> decided = decided(page);
        assertThat(decided).containsEntry("action", "recreate");
        assertThat(values(decided)).containsEntry("name", "Ballpoint pen, blue").containsEntry("active", true);
    }

    @Test
    void whatTheFormRefusesIsNotRecreated() {
        Page page = ask("cases.deleted()", "{ mine: { name: '', shelf: 'A' } }");

        press(page, "Recreate");

        assertThat(dialog(page).locator("dd").first()).hasText("(empty)Please fill out this field.");
        assertThat(status(page)).hasText("Please correct Name");
        nothingDecided(page);
    }

    @Test
    void laterConflictTakesThePlaceOfTheOneThatIsShown() {
        Page page = ask("cases.one()");

        askAgain(page, "{...cases.usual(), currentVersion: 9}", "{}");

        assertThat(dialog(page)).hasCount(1);
        assertThat(title(page)).containsText("version 9");
    }

    @Test
    void discardingTheTextOfADeletedRecordAsksOnceMore() {
        Page page = ask("cases.deleted()");
        press(page, "Discard");
        assertThat(dialog(page).locator("dd").first()).hasText("Ballpoint pen, blue");
        nothingDecided(page);

        press(page, "Discard");

        assertThat(decided(page)).isEqualTo(Map.of("action", "discard"));
    }

    @Test
    void withoutABaseThereAreTwoColumnsAndEveryDifferenceIsAQuestion() {
        Page page = ask("cases.noBase()");

        assertThat(dialog(page).getByRole(AriaRole.COLUMNHEADER))
                .hasText(new String[] {"Field", "Bob’s", "Yours", "Result"});
        assertThat(title(page)).hasText("Bob saved version 8 at 10:52 while you edited it: 8 conflicts, 0 merged");
        assertThat(dialog(page).getByText("so every difference is a question")).isVisible();
        assertThat(dialog(page).getByRole(AriaRole.RADIOGROUP)).hasCount(9);
        assertThat(question(page, "Notes, Different, 2 of 2")).isVisible();
        press(page, "All mine");
        press(page, "Save merged");

        assertThat(values(decided(page)))
                .containsEntry("stock", 95)
                .containsEntry("notes", page.evaluate("() => cases.mine.notes"));
    }

    @Test
    void secondConflictKeepsTheChoicesAndSaysWhatIsNew() {
        Page page = ask("cases.usual()");
        choose(page, "Name", "Theirs");
        choose(page, "margin", "Edit");
        editor(page, "margin").fill("0.50");
        press(page, "Keep as draft");
        assertThat(decided(page)).isEqualTo(Map.of("action", "draft"));

        askAgain(page, """
                cases.made(cases.base, {...cases.mine, price: '1.89'},
                    {...cases.theirs, notes: cases.theirs.notes.replace('Alice', 'Jane')}, {currentVersion: 9})""", "{}");

        assertThat(dialog(page).locator(".kept")).hasText("Your choices so far are kept. New: Price, Notes.");
        assertThat(choice(page, "Name", "Theirs")).isChecked();
        assertThat(editor(page, "margin")).hasValue("0.50");
        assertThat(row(page, "Price").locator(".fresh")).hasText("new");
        assertThat(row(page, "Name").locator(".fresh")).hasCount(0);
        assertThat(question(page, "Notes, Both changed").locator(":checked")).hasCount(0);
        assertThat(status(page)).hasText("2 of 4 to decide");
    }

    @Test
    void choicesOfOneRecordAreNotThoseOfAnotherAndDiscardingForgetsThem() {
        Page page = ask("cases.one()");
        choose(page, "Name", "Theirs");
        press(page, "Keep as draft");
        decided(page);
        askAgain(page, "{...cases.one(), id: '43'}", "{}");
        assertThat(status(page)).hasText("1 of 1 to decide");
        press(page, "Keep as draft");
        decided(page);
        askAgain(page, "cases.one()", "{}");
        assertThat(choice(page, "Name", "Theirs")).isChecked();
        press(page, "Discard mine");
        press(page, "Discard");
        decided(page);

        askAgain(page, "cases.one()", "{}");

        assertThat(status(page)).hasText("1 of 1 to decide");
    }

    @Test
    void hostileValuesAreTextAndStayInTheirPlace() {
        Page page = article(390, 844);
        String markup = "<img src=x onerror=\"document.title='caught'\">&amp;'";
        page.evaluate("markup => window.markup = markup", markup);
        askAgain(page, """
                cases.made(
                    {name: 'a', shelf: 'x', notes: 'n', tags: 'a'},
                    {name: markup, shelf: 'abc\\u202edef', notes: '😀'.repeat(300), tags: markup},
                    {name: 'b', shelf: 'w'.repeat(300), notes: markup.repeat(5), tags: 'c'},
                    {modifiedBy: markup + '\\u202e' + 'x'.repeat(90)})""", "{ mayOverwrite: true, labels: { tags: markup } }");

        assertThat(title(page)).containsText(markup);
        assertThat(row(page, "Name").locator("td.mine .value")).hasText(markup);
        assertThat(row(page, "Shelf").locator("td.mine .value")).hasText("abcU+202Edef");
        choose(page, "Name", "Yours");
        choose(page, markup, "Edit");
        assertThat(editor(page, markup)).hasValue(markup);
        assertThat(dialog(page).locator("img")).hasCount(0);
        assertThat(page.title()).isEqualTo("Article 42");
        assertThat(page.evaluate("""
                () => { const body = document.querySelector("edit-conflict").shadowRoot.querySelector(".body");
                    return body.scrollWidth - body.clientWidth; }""")).isEqualTo(0);
        press(page, "Overwrite with mine…");
        assertThat(dialog(page).locator("img")).hasCount(0);
    }

    @Test
    void mergedValuesAreSentByTheFormThatTheServerHasMade() {
        Page page = open("/conflict-served.html");
        assertThat(title(page)).containsText("Bob saved version 8 on");
        choose(page, "Name", "Theirs");
        choose(page, "margin", "Yours");

        page.waitForNavigation(() -> press(page, "Save merged"));

        assertThat(server.posted()).containsExactly("version=8&name=Fountain+pen&price=1%2C99&notes=Mine&margin=0.35");
    }

    @Test
    void overwritingSendsMyTextWithTheReason() {
        Page page = open("/conflict-served.html");
        press(page, "Overwrite with mine…");
        dialog(page).getByLabel("Reason").fill("Price list");

        page.waitForNavigation(() -> press(page, "Overwrite"));

        assertThat(server.posted())
                .containsExactly(
                        "version=8&name=Ballpoint+pen&price=1%2C99&active=true&notes=Mine&overwrite=Price+list");
    }

    @Test
    void recreatingSendsMyTextWithTheWish() {
        Page page = open("/conflict-served-deleted.html");

        page.waitForNavigation(() -> press(page, "Recreate"));

        assertThat(server.posted())
                .containsExactly("version=7&name=Ballpoint+pen&price=1%2C99&active=true&notes=Mine&recreate=true");
    }

    @Test
    void discardingLoadsThePageThatIsNamed() {
        Page page = open("/conflict-served.html");
        press(page, "Discard mine");

        page.waitForNavigation(() -> press(page, "Discard"));

        assertThat(page.url()).endsWith("/empty.html");
        assertThat(server.posted()).isEmpty();
    }

    @Test
    void draftLeavesTheFormAsItIs() {
        Page page = open("/conflict-served.html");

        press(page, "Keep as draft");

        assertThat(dialog(page)).hasCount(0);
        assertThat(page.getByLabel("Name")).hasValue("Ballpoint pen");
        assertThat(server.posted()).isEmpty();
    }
}
