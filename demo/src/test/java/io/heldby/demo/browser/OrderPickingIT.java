package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two pickers at one queue. */
class OrderPickingIT extends DemoTest {

    private long order;

    @BeforeEach
    void anOrderArrives() {
        order = ThreadLocalRandom.current().nextLong(1, 10_000);
        database.sql("""
                        INSERT INTO picking_order (id, customer, ship_by, status, version, modified_by, modified_at)
                        VALUES (?, 'Planet Express', 'today', 'OPEN', 0, 'Web shop', CURRENT_TIMESTAMP)""").param(order).update();
        database.sql(
                        "INSERT INTO order_line (order_id, line, bin, article, quantity) VALUES (?, 1, 'A-03-1', 'Box', 2)")
                .param(order)
                .update();
    }

    @Test
    void everybodySeesWhoPicksAnOrderWithoutReloading() {
        Page john = queue("john");
        Page jane = queue("jane");

        press(john, "Pick order " + order);

        assertThat(john.getByText("Yours since")).isVisible();
        assertThat(row(jane)).containsText(Pattern.compile("PICKED BY John D\\. \\(since \\d?\\d:\\d\\d\\)"));
        assertThat(row(jane).getByRole(AriaRole.BUTTON)).hasCount(0);
    }

    @Test
    void theQueueListensToTheOneStreamOfTheBrowser() {
        BrowserContext browser = browsers.newContext(1280, 900);
        List<String> streams = new ArrayList<>();
        browser.onRequest(request -> {
            if (request.url().contains("/heldby/v1/events")) {
                streams.add(request.url());
            }
        });
        Page jane = signIn("jane", browser);
        jane.navigate(url("/orders"));
        Page secondTab = newTab(browser);
        secondTab.navigate(url("/orders"));
        jane.waitForTimeout(1500); // Until both have found out who listens.

        press(queue("john"), "Pick order " + order);

        assertThat(row(jane)).containsText("PICKED BY John D.");
        assertThat(row(secondTab)).containsText("PICKED BY John D.");
        assertThat(streams).hasSize(1);
    }

    @Test
    void ofTwoWhoClickAtOnceOneWinsAndTheOtherSeesWho() {
        Page john = queue("john");
        Page jane = queue("jane");
        long moment = Instant.now().plusMillis(400).toEpochMilli();

        clickAt(john, moment);
        clickAt(jane, moment);

        Locator johnWon = john.getByText("Yours since");
        Locator janeWon = jane.getByText("Yours since");
        assertThat(johnWon.or(john.getByText("was faster"))).isVisible();
        assertThat(janeWon.or(jane.getByText("was faster"))).isVisible();
        assertThat(List.of(johnWon.count(), janeWon.count())).containsExactlyInAnyOrder(0, 1);
        Page loser = johnWon.count() == 0 ? john : jane;
        String winner = johnWon.count() == 0 ? "Jane Doe" : "John Doe";
        assertThat(loser.getByText(winner + " was faster")).isVisible();
        assertThat(holders()).containsExactly(winner);
    }

    @Test
    void aFinishedOrderIsStoredAndFree() {
        Page john = queue("john");
        press(john, "Pick order " + order);

        press(john, "All in the box: done");

        assertThat(john.getByText("Order " + order + " is done.")).isVisible();
        assertThat(stored("SELECT status FROM picking_order WHERE id = ?", String.class, order))
                .isEqualTo("DONE");
        assertThat(stored("SELECT version FROM picking_order WHERE id = ?", Long.class, order))
                .isEqualTo(1);
        assertThat(holders()).isEmpty();
    }

    @Test
    void neitherClosingThePageNorSigningOutFreesAnOrder() {
        Page john = queue("john");
        press(john, "Pick order " + order);
        assertThat(john.getByText("Yours since")).isVisible();
        john.close();

        Page again = queue("john");
        assertThat(row(again)).containsText("PICKED BY YOU");
        again.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go on with order " + order))
                .click();
        again.locator(".bar .menu summary").click();
        press(again, "Sign out");
        assertThat(again.getByText("You are signed out.")).isVisible();

        assertThat(holders()).containsExactly("John Doe");
    }

    @Test
    void puttingBackFreesAnOrderForTheNext() {
        Page john = queue("john");
        press(john, "Pick order " + order);
        press(john, "Put back");
        assertThat(john.getByText("Order " + order + " is back in the queue.")).isVisible();

        Page jane = queue("jane");
        press(jane, "Pick order " + order);

        assertThat(jane.getByText("Yours since")).isVisible();
        assertThat(holders()).containsExactly("Jane Doe");
    }

    private Page queue(String user) {
        Page page = signIn(user);
        page.navigate(url("/orders"));
        return page;
    }

    private Locator row(Page page) {
        return page.locator("#order-" + order);
    }

    private void clickAt(Page page, long moment) {
        page.evaluate(
                "([order, moment]) => { setTimeout(() => document.querySelector(`#order-${order} button`).click(), Number(moment) - Date.now()) }",
                List.of(String.valueOf(order), String.valueOf(moment)));
    }

    private List<String> holders() {
        return database.sql("SELECT display_name FROM heldby_lock WHERE type = 'order' AND id = ?")
                .param(String.valueOf(order))
                .query(String.class)
                .list();
    }
}
