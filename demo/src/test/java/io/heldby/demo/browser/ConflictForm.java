package io.heldby.demo.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** The conflict page in somebody's browser. */
record ConflictForm(Page page) {

    /** What is asked about a field, or a group of fields. */
    Locator question(String label) {
        return page.locator("#conflict tr")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByRole(
                                AriaRole.ROWHEADER,
                                new Page.GetByRoleOptions().setName(Pattern.compile("^" + label)))));
    }

    Locator radio(String question, String choice) {
        return question(question).getByLabel(choice, new Locator.GetByLabelOptions().setExact(true));
    }

    ConflictForm choose(String question, String choice) {
        radio(question, choice).check();
        return this;
    }

    void saveMerged() {
        DemoTest.press(page, "Save merged");
    }
}
