package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people at the support desk. */
class TicketsIT extends DemoTest {

    private long customer;
    private long ticket;

    @BeforeEach
    void aCustomerAsks() {
        customer = ThreadLocalRandom.current().nextLong(1_000, 1_000_000_000);
        ticket = ThreadLocalRandom.current().nextLong(1_000, 1_000_000_000);
        database.sql("INSERT INTO support_customer (id, name) VALUES (?, 'Awesome Express')")
                .param(customer)
                .update();
        database.sql(
                        "INSERT INTO support_ticket (id, customer_id, subject, question) VALUES (?, ?, 'Parcel', 'Where?')")
                .params(ticket, customer)
                .update();
    }

    @Test
    void whoComesSecondReadsThatTheDeskIsAlreadyInUse() {
        Page leia = open("leia");
        Page luke = signIn("luke");

        Response notice = luke.navigate(url(path()));

        assertThat(notice.status()).isEqualTo(423);
        assertThat(new LockPage(luke).says())
                .containsText(Pattern.compile("already in use by Leia Organa \\(since \\d\\d:\\d\\d\\)"));
        assertThat(leia.getByText("Only you answer this customer")).isVisible();
        luke.getByText("To the customers").click();
        assertThat(luke.locator("#customer-" + customer)).containsText("Leia Organa · since");
        press(leia, "Close");
        assertThat(luke.locator("#customer-" + customer)).containsText("free");
        leia.navigate(url(path()));
        assertThat(luke.locator("#customer-" + customer)).containsText("Leia Organa · since");
        assertThat(holders()).containsExactly("Leia Organa");
    }

    @Test
    void lockIsOnANameThatNoTableKnowsAndLastsAsLongAsThePolicySays() {
        open("leia");

        assertThat(database.sql("SELECT COUNT(*) FROM heldby_lock WHERE type = 'customer-support-ticket' AND id = ?")
                        .param("" + customer)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        // The page's heartbeats have moved it on by what has passed since.
        assertThat(time("expires_at")).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        assertThat(time("max_until")).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void answerIsStoredAndTheDeskIsFreeWhenItIsClosed() {
        Page leia = open("leia");
        leia.getByLabel("Answer").fill("On its way.");

        press(leia, "Send the answer to ticket " + ticket);

        assertThat(leia.getByText("Ticket " + ticket + " is answered.")).isVisible();
        assertThat(answers()).containsExactly("On its way. / Leia Organa");
        assertThat(holders()).containsExactly("Leia Organa");
        press(leia, "Close");
        assertThat(leia.getByText("Awesome Express is free for the next.")).isVisible();
        assertThat(holders()).isEmpty();
        Page luke = open("luke");
        assertThat(luke.getByText("Only you answer this customer")).isVisible();
        assertThat(luke.getByText("On its way.")).isVisible();
    }

    @Test
    void whoWaitsIsToldWithoutReloadingThatTheDeskIsFree() {
        Page leia = open("leia");
        LockPage luke = new LockPage(open("luke"));
        luke.page()
                .getByText(Pattern.compile("Notify me: yours by .* at the latest"))
                .click();
        assertThat(luke.says()).containsText("You are told when it is free.");

        press(leia, "Close");

        assertThat(luke.says()).containsText("It is your turn");
        luke.press("Edit now");
        assertThat(luke.page().getByText("Only you answer this customer")).isVisible();
        assertThat(holders()).containsExactly("Luke Skywalker");
    }

    @Test
    void whatIsTypedForAnotherTicketStays() {
        database.sql("INSERT INTO support_ticket (id, customer_id, subject, question) VALUES (?, ?, 'Bill', 'Which?')")
                .params(ticket + 1, customer)
                .update();
        Page leia = open("leia");
        leia.locator("#answer-" + ticket).fill("On its way.");
        leia.locator("#answer-" + (ticket + 1)).fill("The second one.");

        press(leia, "Send the answer to ticket " + ticket);

        assertThat(leia.getByText("Ticket " + ticket + " is answered.")).isVisible();
        press(leia, "Put it back");
        assertThat(leia.locator("#answer-" + (ticket + 1))).hasValue("The second one.");
    }

    @Test
    void quietDeskIsTakenByTheNextAndTheLateAnswerIsNotStored() {
        Page leia = open("leia");
        database.sql(
                        "UPDATE heldby_lock SET expires_at = acquired_at WHERE type = 'customer-support-ticket' AND id = ?")
                .param("" + customer)
                .update();
        leia.route("**/renew", Route::abort);
        leia.route("**/events**", Route::abort);
        Page luke = open("luke");
        assertThat(luke.getByText("Only you answer this customer")).isVisible();
        leia.getByLabel("Answer").fill("On its way.");

        press(leia, "Send the answer to ticket " + ticket);

        assertThat(leia.getByText("Luke Skywalker took over after your time had run out"))
                .isVisible();
        assertThat(leia.locator("#typed")).containsText("On its way.");
        assertThat(answers()).isEmpty();
    }

    @Test
    void answerWithoutTheLockIsRefusedWhateverTheFormSays() {
        Page leia = open("leia");
        String lockId = leia.locator("input[name=lockId]").first().inputValue();
        String session = leia.locator("input[name=session]").first().inputValue();
        String token = leia.locator("input[name=token]").first().inputValue();
        Page luke = signIn("luke");

        APIResponse stolen = answer(luke, lockId, session, token);
        LockKey desk = LockKey.of("customer-support-ticket", "" + customer);
        APIResponse invented = answer(luke, LockId.random(desk).toString(), "x", token);

        assertThat(stolen.status()).isEqualTo(409);
        assertThat(invented.status()).isEqualTo(409);
        assertThat(answers()).isEmpty();
        assertThat(answer(leia, lockId, session, token).ok()).isTrue();
        assertThat(answers()).containsExactly("Forged. / Leia Organa");
    }

    @Test
    void lockOfAnotherCustomerIsRefused() {
        Page leia = open("leia");
        LockId elsewhere = LockId.random(LockKey.of("customer-support-ticket", "another"));
        String session = leia.locator("input[name=session]").first().inputValue();
        String token = leia.locator("input[name=token]").first().inputValue();

        APIResponse refused = answer(leia, elsewhere.toString(), session, token);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("The form that was sent is not one of ours");
        assertThat(answers()).isEmpty();
    }

    @Test
    void programThatHoldsTheNameIsSeenAtTheDesk() {
        String wish =
                "{\"type\": \"customer-support-ticket\", \"id\": \"%d\", \"session\": \"phone\"}".formatted(customer);
        assertThat(new Programs(url(""))
                        .postJson("leia", "/heldby/v1/locks", wish)
                        .statusCode())
                .isEqualTo(201);

        LockPage luke = new LockPage(open("luke"));
        Page leia = open("leia");

        assertThat(luke.says()).containsText("already in use by Leia Organa");
        assertThat(new LockPage(leia).says()).containsText("already in use by you, in another tab or browser");
        press(leia, "Continue here");
        assertThat(leia.getByText("Only you answer this customer")).isVisible();
    }

    private Page open(String user) {
        Page page = signIn(user);
        page.navigate(url(path()));
        return page;
    }

    private APIResponse answer(Page page, String lockId, String session, String token) {
        FormData form = FormData.create()
                .set("_csrf", page.locator("meta[name=_csrf]").getAttribute("content"))
                .set("lockId", lockId)
                .set("session", session)
                .set("token", token)
                .set("answer." + ticket, "Forged.");
        return page.request()
                .post(
                        url(path() + "/tickets/" + ticket),
                        RequestOptions.create().setForm(form).setHeader("Accept", "text/html"));
    }

    private String path() {
        return "/tickets/customers/" + customer;
    }

    private List<String> answers() {
        return database.sql("SELECT answer, answered_by FROM support_ticket WHERE id = ? AND answer IS NOT NULL")
                .param(ticket)
                .query((row, at) -> row.getString("answer") + " / " + row.getString("answered_by"))
                .list();
    }

    private List<String> holders() {
        return database.sql("SELECT display_name FROM heldby_lock WHERE type = 'customer-support-ticket' AND id = ?")
                .param("" + customer)
                .query(String.class)
                .list();
    }

    /** From the grant to that moment. */
    private Duration time(String column) {
        return database.sql("SELECT acquired_at, " + column
                        + " FROM heldby_lock WHERE type = 'customer-support-ticket' AND id = ?")
                .param("" + customer)
                .query((row, at) -> Duration.between(
                        row.getObject("acquired_at", OffsetDateTime.class),
                        row.getObject(column, OffsetDateTime.class)))
                .single();
    }
}
