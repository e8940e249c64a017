package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two underwriters at one policy, an administrator, and somebody with curl. */
class UnderwritingIT extends DemoTest {

    private static final String GLASS = "{\"peril\": \"GLASS\", \"sum\": 5000, \"version\": 4}";

    private long policy;

    @BeforeEach
    void aPolicyIsWritten() {
        policy = ThreadLocalRandom.current().nextLong(100_000, 1_000_000_000);
        database.sql("""
                        INSERT INTO policy_version (id, version, modified_by, modified_at)
                        VALUES (?, 4, 'Import', CURRENT_TIMESTAMP)""").param("policy-" + policy).update();
        database.sql(
                        "INSERT INTO policy (id, version_id, holder, premium_cents) VALUES (?, ?, 'Planet Express', 30000)")
                .params(policy, "policy-" + policy)
                .update();
        database.sql("INSERT INTO coverage (id, version_id, peril, sum_cents) VALUES (?, ?, 'FIRE', 15000000)")
                .params(UUID.randomUUID().toString(), "policy-" + policy)
                .update();
    }

    @Test
    void whoOpensSecondIsToldWhoSinceWhenAndUntilWhenAndSeesNothingOfThePolicy() {
        Page bob = open("bob");
        assertThat(bob.locator("#premium")).hasText("300.00 €");
        Page jane = signIn("jane");

        Response notice = jane.navigate(url(path()));

        assertThat(notice.status()).isEqualTo(423);
        assertThat(new LockPage(jane).says())
                .containsText(
                        Pattern.compile(
                                "Policy " + policy
                                        + " is being edited by Bob Smith \\(since \\d\\d:\\d\\d\\)\\. Available after \\d\\d:\\d\\d\\. Premiums depend on what is loaded, so it is closed to others\\."));
        assertThat(jane.locator("main")).not().containsText("150000");
        assertThat(jane.locator("main")).not().containsText("300.00");
        assertThat(holders()).containsExactly("Bob Smith");
        assertThat(hold()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void savingStoresTheWholeFamilyUnderOneVersionAndGivesTheLockBack() {
        Page bob = open("bob");
        sum(bob).fill("250,000");
        bob.getByLabel("A further coverage").selectOption("GLASS");
        bob.getByLabel("Its sum").fill("5000");
        bob.getByLabel("A further clause").fill("Fireworks on the premises");
        bob.getByLabel("Its surcharge").fill("10");
        bob.getByLabel("A further name").fill("Branch in New York");

        press(bob, "Save");

        assertThat(bob.getByText("its premium is 599.50 € a year")).isVisible();
        assertThat(version()).isEqualTo(5);
        assertThat(sums()).containsExactly("FIRE 25000000", "GLASS 500000");
        assertThat(stored("SELECT premium_cents FROM policy WHERE id = ?", Long.class, policy))
                .isEqualTo(59_950);
        assertThat(holders()).isEmpty();
        Page jane = open("jane");
        assertThat(jane.locator("#premium")).hasText("599.50 €");
        assertThat(jane.getByText("Fireworks on the premises")).isVisible();
    }

    @Test
    void failedValidationKeepsTheLockAndTheText() {
        Page bob = open("bob");
        LockId held = lock();
        sum(bob).fill("a lot");
        bob.getByLabel("A further name").fill("Branch in New York");

        press(bob, "Save");

        assertThat(bob.getByText("Please enter whole euros, such as 250,000.")).isVisible();
        assertThat(sum(bob)).hasValue("a lot");
        assertThat(bob.getByLabel("A further name")).hasValue("Branch in New York");
        assertThat(lock()).isEqualTo(held);
        sum(bob).fill("250000");
        press(bob, "Save");
        assertThat(bob.getByText("Policy " + policy + " is saved")).isVisible();
        assertThat(sums()).containsExactly("FIRE 25000000");
    }

    @Test
    void closingAndSigningOutGiveThePolicyBack() {
        Page bob = open("bob");
        press(bob, "Close without saving");
        assertThat(bob.locator("h1")).hasText("Underwriting");
        assertThat(holders()).isEmpty();
        bob.navigate(url(path()));
        assertThat(holders()).containsExactly("Bob Smith");

        bob.locator(".bar summary").click();
        press(bob, "Sign out");

        assertThat(bob.getByText("You are signed out.")).isVisible();
        assertThat(holders()).isEmpty();
    }

    @Test
    void saveAfterTheLockWasTakenAwayIsRefusedAndSaysWhoDidItAndWhy() {
        Page bob = open("bob");
        new LockPage(bob).waitForState("mine");
        bob.route("**/renew", Route::abort);
        bob.route("**/events**", Route::abort);
        Page kim = signIn("kim");
        assertThat(release(kim, lock()).ok()).isTrue();
        sum(bob).fill("250,000");

        press(bob, "Save");

        assertThat(bob.getByText("Kim Park released your lock")).isVisible();
        assertThat(bob.getByText("“month end”")).isVisible();
        assertThat(bob.locator("#typed")).containsText("250,000");
        assertThat(sums()).containsExactly("FIRE 15000000");
        assertThat(version()).isEqualTo(4);
        bob.getByText("Open the policy again").click();
        press(bob, "Put it back");
        assertThat(sum(bob)).hasValue("250,000");
    }

    @Test
    void whoAsksHasThePolicyWhenItsHolderHasSavedIt() {
        LockPage bob = new LockPage(open("bob"));
        LockPage jane = new LockPage(open("jane"));
        jane.press("Ask Bob Smith").answer("What Bob Smith reads", "customer waits", "Ask Bob Smith");
        assertThat(bob.says().last()).containsText("Jane Doe asks for this record: “customer waits”.");
        sum(bob.page()).fill("250,000");

        bob.press("Save and hand over");

        assertThat(bob.page().getByText("Policy " + policy + " is saved")).isVisible();
        assertThat(jane.says()).containsText("It is your turn");
        jane.press("Edit now");
        assertThat(sum(jane.page())).hasValue("250000");
        assertThat(holders()).containsExactly("Jane Doe");
    }

    @Test
    void requestReachesTheAdministratorWhoReleasesAndTheHolderIsToldWhoDidItAndWhy() {
        Page bob = open("bob");
        Page jane = open("jane");
        requestRelease(jane);
        Page kim = signIn("kim");
        kim.navigate(url("/admin/locks"));
        Locator row = kim.locator("tr", new Page.LocatorOptions().setHasText("" + policy));
        assertThat(row).containsText("Bob Smith");
        assertThat(row).containsText("Jane Doe");
        assertThat(row).containsText("customer is on the phone");
        sum(bob).fill("250,000");

        row.getByText("Release…").click();
        row.locator("input[name=reason]").fill("   ");
        row.getByText("Release it now").click();
        assertThat(kim.getByText("Please say why")).isVisible();
        assertThat(holders()).containsExactly("Bob Smith");
        row.getByText("Release…").click();
        row.locator("input[name=reason]").fill("month end");
        row.getByText("Release it now").click();

        assertThat(kim.getByText("Policy " + policy + " is free.")).isVisible();
        assertThat(new LockPage(jane).says()).containsText("It is free now.");
        press(jane, "Edit now");
        assertThat(jane.getByText("Only you can open this policy")).isVisible();
        assertThat(new LockPage(bob).dialog())
                .containsText(Pattern.compile(
                        "Kim Park released your lock at \\d\\d:\\d\\d: “month end”\\. Your draft is safe\\."));
        assertThat(sum(bob)).hasValue("250,000");
        assertThat(sum(bob)).not().isEditable();
        assertThat(sums()).containsExactly("FIRE 15000000");
        assertThat(version()).isEqualTo(4);
    }

    @Test
    void administratorMayDeclineAndWhoeverAskedReadsWhy() {
        open("bob");
        Page jane = open("jane");
        requestRelease(jane);
        Page kim = signIn("kim");
        kim.navigate(url("/admin/locks"));
        Locator row = kim.locator("tr", new Page.LocatorOptions().setHasText("" + policy));

        row.getByText("Decline…").click();
        row.locator("input[name=message]").fill("he is nearly done");
        row.getByText("It stays closed").click();

        assertThat(kim.getByText("Jane Doe is told why policy " + policy + " stays closed."))
                .isVisible();
        assertThat(row).containsText("nobody asks");
        assertThat(new LockPage(jane).says()).containsText("The administrators have declined: “he is nearly done”.");
        assertThat(holders()).containsExactly("Bob Smith");
    }

    @Test
    void onlyTheAdministratorReleasesAndOnlyTheLockThatWasShown() {
        Page bob = open("bob");
        LockId held = lock();
        Page jane = signIn("jane");
        Page kim = signIn("kim");

        assertThat(release(jane, held).status()).isEqualTo(403);
        assertThat(release(bob, held).status()).isEqualTo(403);
        assertThat(release(kim, LockId.random(held.key())).ok()).isTrue();
        assertThat(holders()).containsExactly("Bob Smith");
        assertThat(jane.navigate(url("/admin/locks")).status()).isEqualTo(403);
        assertThat(release(kim, held).ok()).isTrue();

        assertThat(holders()).isEmpty();
    }

    @Test
    void lockIdThatNoPageOfOursSendsIsRefused() {
        open("bob");
        Page kim = signIn("kim");

        APIResponse refused = release(kim, lock().grant().toString());

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("The form that was sent is not one of ours");
        assertThat(holders()).containsExactly("Bob Smith");
    }

    @Test
    void programCannotWriteACoverageWithoutTheLock() {
        HttpResponse<String> free = programs().postJson("alice", coveragesPath(), GLASS);
        assertThat(free.statusCode()).isEqualTo(428);
        Page bob = open("bob");

        HttpResponse<String> held = programs().postJson("alice", coveragesPath(), GLASS);
        HttpResponse<String> ownButElsewhere = programs().postJson("bob", coveragesPath(), GLASS);

        assertThat(bob.getByText("Only you can open this policy")).isVisible();
        for (HttpResponse<String> refused : List.of(held, ownButElsewhere)) {
            assertThat(refused.statusCode()).isEqualTo(423);
            assertThat(refused.body()).contains("\"displayName\":\"Bob Smith\"").contains("version policy-" + policy);
        }
        assertThat(sums()).containsExactly("FIRE 15000000");
        assertThat(version()).isEqualTo(4);
    }

    @Test
    void programThatHasTakenTheLockWritesACoverage() {
        String wish = "{\"type\": \"version\", \"id\": \"policy-%d\", \"session\": \"import\"}".formatted(policy);
        assertThat(programs().postJson("alice", "/heldby/v1/locks", wish).statusCode())
                .isEqualTo(201);

        HttpResponse<String> written =
                programs().postJson("alice", coveragesPath(), GLASS, Map.of("Lock-Session", "import"));
        HttpResponse<String> stale =
                programs().postJson("alice", coveragesPath(), GLASS, Map.of("Lock-Session", "import"));

        assertThat(written.statusCode()).isEqualTo(201);
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(sums()).containsExactly("FIRE 15000000", "GLASS 500000");
        assertThat(version()).isEqualTo(5);
    }

    @Test
    void formOfSomebodyElsesLockIsRefused() {
        Page bob = open("bob");
        String lockId = bob.locator("input[name=lockId]").first().inputValue();
        String session = bob.locator("input[name=session]").first().inputValue();
        String token = bob.locator("input[name=token]").first().inputValue();
        Page jane = signIn("jane");

        APIResponse stolen = post(
                jane,
                path(),
                FormData.create()
                        .set("version", "4")
                        .set("lockId", lockId)
                        .set("session", session)
                        .set("token", token)
                        .set("newPeril", "GLASS")
                        .set("newSum", "5000"));

        assertThat(stolen.status()).isEqualTo(409);
        assertThat(sums()).containsExactly("FIRE 15000000");
        assertThat(holders()).containsExactly("Bob Smith");
    }

    private Page open(String user) {
        Page page = signIn(user);
        page.navigate(url(path()));
        return page;
    }

    private static void requestRelease(Page page) {
        LockPage jane = new LockPage(page);
        jane.press("Request force-release")
                .answer("Why the administrators should end it", "customer is on the phone", "Send");
        assertThat(jane.says()).containsText(Pattern.compile("The administrators have been asked at \\d\\d:\\d\\d"));
    }

    private APIResponse release(Page page, LockId lockId) {
        return release(page, lockId.toString());
    }

    private APIResponse release(Page page, String lockId) {
        return post(
                page,
                "/admin/locks/policy/" + policy + "/release",
                FormData.create().set("lockId", lockId).set("reason", "month end"));
    }

    /** With the cookies of the person's browser and the token of their session, but from no page of ours. */
    private APIResponse post(Page page, String path, FormData form) {
        form.set("_csrf", page.locator("meta[name=_csrf]").getAttribute("content"));
        return page.request()
                .post(url(path), RequestOptions.create().setForm(form).setHeader("Accept", "text/html"));
    }

    private static Locator sum(Page page) {
        return page.getByLabel("Sum insured against Fire");
    }

    private String path() {
        return "/underwriting/policies/" + policy;
    }

    private String coveragesPath() {
        return "/api/underwriting/policies/" + policy + "/coverages";
    }

    private Programs programs() {
        return new Programs(url(""));
    }

    private long version() {
        return stored("SELECT version FROM policy_version WHERE id = ?", Long.class, "policy-" + policy);
    }

    private List<String> sums() {
        return database.sql("SELECT peril, sum_cents FROM coverage WHERE version_id = ? ORDER BY peril")
                .param("policy-" + policy)
                .query((row, at) -> row.getString("peril") + " " + row.getLong("sum_cents"))
                .list();
    }

    private LockId lock() {
        LockKey key = LockKey.of("version", "policy-" + policy);
        return new LockId(
                key, stored("SELECT lock_id FROM heldby_lock WHERE type = 'version' AND id = ?", UUID.class, key.id()));
    }

    private List<String> holders() {
        return database.sql("SELECT display_name FROM heldby_lock WHERE type = 'version' AND id = ?")
                .param("policy-" + policy)
                .query(String.class)
                .list();
    }

    private Duration hold() {
        return database.sql("SELECT acquired_at, max_until FROM heldby_lock WHERE type = 'version' AND id = ?")
                .param("policy-" + policy)
                .query((row, at) -> Duration.between(
                        row.getObject("acquired_at", OffsetDateTime.class),
                        row.getObject("max_until", OffsetDateTime.class)))
                .single();
    }
}
