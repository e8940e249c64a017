package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One visitor plays both people; every step is the real operation. */
class GuidedStoryIT extends DemoTest {

    private static final Pattern NEXT = Pattern.compile("^Next step");

    @Test
    void withoutProtectionWongIsGone() {
        Page visitor = start("alice", "unprotected");

        step(visitor, 3);
        assertThat(myStoredName(visitor)).isEqualTo("Wong");
        step(visitor, 2);

        assertThat(myStoredName(visitor)).isEqualTo("Kroker-Brannigan");
        assertThat(visitor.locator("#told")).containsText("Luke's Wong is gone without a word");
    }

    @Test
    void optimisticLeiaIsToldAboutWong() {
        Page visitor = start("alice", "optimistic");

        step(visitor, 4);
        assertThat(screen(visitor, "Leia"))
                .containsText(Pattern.compile("Luke Skywalker saved “Wong” at \\d\\d:\\d\\d\\."));
        assertThat(screen(visitor, "Leia")).containsText("Kroker-Brannigan");
        assertThat(visitor.locator(".merge")).containsText(Pattern.compile("Last name.*to decide", Pattern.DOTALL));
        assertThat(myStoredName(visitor)).isEqualTo("Wong");
        step(visitor, 1);

        assertThat(myStoredName(visitor)).isEqualTo("Wong");
        assertThat(visitor.locator(".history tbody tr")).hasCount(3);
        visitor.getByText("Entity log", new Page.GetByTextOptions().setExact(true))
                .click();
        assertThat(visitor.locator(".history")).containsText("zapp@kroker.example");
        assertThat(visitor.locator(".history")).containsText("+49 30 901821");
    }

    @Test
    void pessimisticLukeSeesThatLeiaIsEditingAndCannotSavePastTheScreen() {
        Page visitor = start("alice", "pessimistic");

        step(visitor, 2);
        assertThat(screen(visitor, "Luke"))
                .containsText(Pattern.compile("Leia Organa has been editing since \\d\\d:\\d\\d"));
        step(visitor, 1);
        assertThat(screen(visitor, "Luke")).containsText("Refused");
        assertThat(myStoredName(visitor)).isEqualTo("Brannigan");
        step(visitor, 2);

        assertThat(myStoredName(visitor)).isEqualTo("Kroker-Brannigan");
        assertThat(screen(visitor, "Luke")).containsText("Kroker-Brannigan");
        assertThat(visitor.locator(".database")).containsText("Luke Skywalker since");
    }

    @Test
    void visitorsDoNotDisturbEachOther() {
        Page alice = start("alice", "pessimistic");
        Page jane = start("jane", "pessimistic");
        step(alice, 2);

        step(jane, 2);

        assertThat(screen(jane, "Leia")).containsText("Only you can edit.");
        press(alice, "Start again");
        step(alice, 5);
        assertThat(myStoredName(alice)).isEqualTo("Kroker-Brannigan");
        assertThat(screen(jane, "Leia")).containsText("Only you can edit.");
    }

    private Page start(String user, String desk) {
        Page page = signIn(user);
        page.navigate(url("/customers/" + desk + "/story"));
        return page;
    }

    private void step(Page visitor, int times) {
        for (int i = 0; i < times; i++) {
            Locator next = visitor.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(NEXT));
            String caption = next.innerText();
            next.click();
            assertThat(visitor.locator(".steps .done").last()).containsText(caption.replaceFirst("Next step: ", ""));
        }
    }

    private static Locator screen(Page visitor, String person) {
        return visitor.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(person + "'s screen"));
    }

    /** From the database, not from the page; the page says only which customer it is. */
    private String myStoredName(Page visitor) {
        long customer = Long.parseLong(visitor.locator("[data-customer]").getAttribute("data-customer"));
        List<String> names = database.sql("SELECT last_name FROM customer WHERE id = ?")
                .param(customer)
                .query(String.class)
                .list();
        return names.get(0);
    }
}
