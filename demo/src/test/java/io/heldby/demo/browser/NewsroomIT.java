package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/** Two editors at one article, on a database that keeps both the articles and their locks. */
class NewsroomIT extends NewsroomContract {

    @Test
    void whoComesSecondAsksAndIsHandedTheArticle() {
        LockPage jane = new LockPage(edit("jane"));
        LockPage bob = new LockPage(edit("bob"));
        bob.press("Ask Jane Doe").answer("What Jane Doe reads", "only a typo", "Ask Jane Doe");
        assertThat(jane.says()).containsText("Bob Smith asks for this record: “only a typo”.");

        jane.press("Hand over");

        assertThat(bob.says()).containsText("Jane Doe has handed it over: it is yours.");
        bob.press("Edit now");
        assertThat(bob.says()).containsText("Only you can edit.");
        assertThat(bob.page().getByLabel("Lead")).hasValue("Cracks were found.");
        assertThat(holders()).containsExactly("Bob Smith");
    }

    @Test
    void badgesOfTheListChangeWithoutALook() {
        Page list = signIn("bob");
        list.navigate(url("/newsroom"));
        assertThat(row(list).locator("lock-badge")).hasText("");

        Page jane = edit("jane");

        assertThat(row(list).locator("lock-badge")).containsText("Jane Doe · since");
        save(jane);
        assertThat(row(list).locator("lock-badge")).hasText("");
    }
}
