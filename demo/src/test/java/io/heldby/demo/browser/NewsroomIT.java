package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/** Two editors at one article, on a database that keeps both the articles and their locks. */
class NewsroomIT extends NewsroomContract {

    @Test
    void whoComesSecondAsksAndIsHandedTheArticle() {
        Page jane = edit("jane");
        Page bob = edit("bob");
        bob.getByLabel("What Jane Doe reads").fill("only a typo");
        press(bob, "Ask Jane Doe");
        assertThat(bob.locator("#asked")).containsText("only a typo");
        jane.navigate(url(path()));
        assertThat(jane.locator(".asked")).containsText("Bob Smith asks for this article: “only a typo”");

        press(jane, "Hand over");

        assertThat(jane.locator("#lock")).containsText("Being edited by Bob Smith");
        bob.getByText("Try again", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(bob.locator("#lock")).containsText("Only you can edit");
        assertThat(holders()).containsExactly("Bob Smith");
    }

    @Test
    void whoKeepsTheArticleIsBelievedForTenMinutes() {
        Page jane = edit("jane");
        Page bob = edit("bob");
        press(bob, "Ask Jane Doe");
        jane.navigate(url(path()));

        press(jane, "Keep, 10 min");

        assertThat(jane.getByText("Bob Smith is told that you need 10 more minutes."))
                .isVisible();
        bob.getByText("Try again", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(bob.locator("#kept")).containsText("Jane Doe needs it until");
        assertThat(holders()).containsExactly("Jane Doe");
    }
}
