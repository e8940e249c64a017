package io.heldby.demo.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** Somebody's page with an {@code <edit-lock>}, as they see it. */
record LockPage(Page page) {

    /** All that the element says: the banner, notices below it, and the form, which says nothing of its own. */
    Locator says() {
        return page.locator("edit-lock").first();
    }

    /** What stands below the banner: who asks, drafts, newer versions. */
    Locator notices() {
        return page.locator("edit-lock [part=notices] [part~=banner]");
    }

    Locator lastName() {
        return page.locator("[name=lastName]").first();
    }

    Locator notes() {
        return page.locator("[name=notes]").first();
    }

    LockPage type(String name) {
        lastName().fill(name);
        return this;
    }

    /** Presses a button of the page, or of what the element shows; of two, that of the dialog, which comes last. */
    LockPage press(String button) {
        button(button).last().click();
        return this;
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Answers the dialog that asks for a line of text. */
    LockPage answer(String label, String text, String button) {
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(label))
                .fill(text);
        page.locator("dialog[open]")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
        return this;
    }

    Locator dialog() {
        return page.locator("dialog[open]");
    }

    String state() {
        return page.locator("edit-lock").first().getAttribute("state");
    }

    void waitForState(String state) {
        page.locator("edit-lock[state=" + state + "]").first().waitFor();
    }

    /** All drafts in this browser, as text. */
    String drafts() {
        return (String) page.evaluate("Object.values(localStorage).join('\\n')");
    }
}
