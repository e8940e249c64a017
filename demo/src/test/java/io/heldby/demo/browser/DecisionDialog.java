package io.heldby.demo.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The dialog about a conflict in somebody's browser. */
record DecisionDialog(Page page) {

    Locator title() {
        return open().locator("[part=title]");
    }

    Locator open() {
        return page.locator("edit-conflict dialog[open]");
    }

    Locator question(String label) {
        return page.getByRole(
                AriaRole.RADIOGROUP, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    /** The row of a question, with what it was, is and is to be. */
    Locator row(String label) {
        return open().locator("tr", new Locator.LocatorOptions().setHas(question(label)));
    }

    Locator radio(String label, String choice) {
        return question(label)
                .getByRole(
                        AriaRole.RADIO,
                        new Locator.GetByRoleOptions().setName(choice).setExact(true));
    }

    DecisionDialog choose(String label, String choice) {
        radio(label, choice).check();
        return this;
    }

    DecisionDialog type(String label, String text) {
        choose(label, "Edit");
        edited(label).fill(text);
        return this;
    }

    Locator edited(String label) {
        return row(label).locator("td.result .outcome").locator("input, textarea");
    }

    /** What needed nobody, unfolded. */
    Locator merged() {
        Locator merged = open().locator("details.merged");
        merged.locator("summary").click();
        return merged;
    }

    DecisionDialog press(String button) {
        open().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
        return this;
    }

    DecisionDialog overwrite(String reason) {
        DecisionDialog listed = press("Overwrite with mine…");
        open().getByLabel("Reason").fill(reason);
        return listed.press("Overwrite");
    }
}
