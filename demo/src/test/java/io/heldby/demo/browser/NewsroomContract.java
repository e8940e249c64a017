package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockView;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the newsroom promises, wherever the locks of its articles are kept. */
abstract class NewsroomContract extends DemoTest {

    @Autowired
    LockManager locks;

    private long article;
    private String section;

    @BeforeEach
    void anArticleIsPublished() {
        article = ThreadLocalRandom.current().nextLong(100_000, 1_000_000_000);
        section = UUID.randomUUID().toString();
        database.sql("""
                        INSERT INTO article (id, title, lead_text, tags, seo_title, byline, version, modified_by, modified_at)
                        VALUES (?, 'Bridge closed', 'Cracks were found.', 'city, traffic', '', 'Jane Doe', 7, 'Import', CURRENT_TIMESTAMP)""").param(article).update();
        database.sql(
                        "INSERT INTO article_section (id, article_id, place, heading, body) VALUES (?, ?, 0, 'Found', 'Two cracks.')")
                .params(section, article)
                .update();
        database.sql("""
                        INSERT INTO published_article (id, title, lead_text, tags, byline, version, published_by, published_at)
                        VALUES (?, 'Bridge closed', 'Cracks were found.', 'city', '', 6, 'Import', CURRENT_TIMESTAMP)""").param(article).update();
        database.sql(
                        "INSERT INTO published_section (article_id, id, place, heading, body) VALUES (?, ?, 0, 'Found', 'A crack.')")
                .params(article, section)
                .update();
    }

    @Test
    void oneEditsAndTheOtherReadsWhatIsPublishedAndWhoItIsSinceWhenAndForHowLong() {
        Page jane = edit("jane");
        jane.getByLabel("Title", exactly()).fill("Bridge closed until spring");

        Page bob = edit("bob");

        assertThat(says(jane)).containsText("Only you can edit.");
        assertThat(says(bob))
                .containsText(
                        Pattern.compile(
                                "Jane Doe has been editing since \\d\\d:\\d\\d \\(“editing”\\)\\. Try again in about (39|40) minutes\\."));
        assertThat(bob.getByLabel("Text of section 1")).hasValue("A crack.");
        assertThat(bob.getByLabel("Text of section 1")).not().isEditable();
        assertThat(bob.getByText("Save", new Page.GetByTextOptions().setExact(true)))
                .hasCount(0);
        assertThat(hold()).isEqualTo(Duration.ofMinutes(40));
        bob.navigate(url("/newsroom"));
        assertThat(row(bob)).containsText(Pattern.compile("Jane Doe · since \\d\\d:\\d\\d"));
        bob.navigate(url("/newsroom/articles/" + article));
        assertThat(bob.locator("#published")).containsText("A crack.");
    }

    @Test
    void savingStoresArticleAndSectionsUnderOneVersionAndGivesTheLockBack() {
        Page jane = edit("jane");
        jane.getByLabel("Title", exactly()).fill("Bridge closed until spring");
        jane.getByLabel("Tags").fill("city,  repair ,city");
        jane.getByLabel("Text of section 1").fill("Two of eighty cables.");
        press(jane, "Add a section");
        assertThat(jane.getByLabel("Text of section 1")).hasValue("Two of eighty cables.");
        jane.getByLabel("Heading of section 2").fill("What comes next");
        jane.getByLabel("Text of section 2").fill("One by one.");
        jane.getByLabel("Title for search engines").fill("Bridge closed");

        save(jane);

        assertThat(jane.getByText("“Bridge closed until spring” is saved.")).isVisible();
        assertThat(jane.locator("meta[name=heldby-saved]")).hasAttribute("content", "article/" + article);
        assertThat(row(jane)).containsText("version 6, not the newest");
        assertThat(version()).isEqualTo(8);
        assertThat(stored("SELECT tags FROM article WHERE id = ?", String.class, article))
                .isEqualTo("city, repair");
        assertThat(sections()).containsExactly("Found: Two of eighty cables.", "What comes next: One by one.");
        assertThat(holders()).isEmpty();
        assertThat(logged()).containsExactly("title", "tags", "sections", "seoTitle");
        jane.navigate(url("/newsroom/articles/" + article));
        assertThat(jane.locator("#published")).containsText("A crack.");
    }

    @Test
    void publishingShowsTheSavedTextToReaders() {
        Page jane = edit("jane");
        jane.getByLabel("Text of section 1").fill("Two of eighty cables.");

        press(jane, "Publish");

        assertThat(jane.getByText("is saved and published.")).isVisible();
        assertThat(row(jane)).containsText("✓ version 8");
        Page bob = signIn("bob");
        bob.navigate(url("/newsroom/articles/" + article));
        assertThat(bob.locator("#published")).containsText("Two of eighty cables.");
        assertThat(bob.locator("#published")).containsText("Published by Jane Doe");
    }

    @Test
    void textThatIsNotValidKeepsTheLockAndTheText() {
        Page jane = edit("jane");
        String lock = jane.locator("edit-lock").getAttribute("lock-id");
        jane.getByLabel("Title", exactly()).fill(" ");
        jane.getByLabel("Embargo").fill("2090-01-31");
        jane.getByLabel("Text of section 1").fill("Two of eighty cables.");

        press(jane, "Publish");

        assertThat(jane.getByText("Please enter a title.").first()).isVisible();
        assertThat(jane.getByText("It cannot be published before 2090-01-31.").first())
                .isVisible();
        assertThat(jane.getByLabel("Text of section 1")).hasValue("Two of eighty cables.");
        assertThat(jane.locator("edit-lock")).hasAttribute("lock-id", lock);
        assertThat(holders()).containsExactly("Jane Doe");
        assertThat(version()).isEqualTo(7);
        jane.getByLabel("Title", exactly()).fill("Bridge closed");
        save(jane);
        assertThat(jane.getByText("“Bridge closed” is saved.")).isVisible();
        assertThat(version()).isEqualTo(8);
    }

    @Test
    void lostLockKeepsTheTextWhichIsComparedWithWhatWasSavedMeanwhile() {
        Page jane = edit("jane");
        jane.getByLabel("Text of section 1").fill("Two of eighty cables.");
        jane.route("**/renew", route -> route.abort()); // Her next heartbeat is not there yet.
        jane.route("**/events", route -> route.abort());
        locks.forceRelease(locks.holders(key()).get(0).lockId(), "Kim Park", "month end");
        save(jane);
        assertThat(jane.locator("dialog[open]"))
                .containsText(Pattern.compile(
                        "Kim Park released your lock at \\d\\d:\\d\\d: “month end”\\. Your draft is safe\\."));
        assertThat(jane.getByLabel("Text of section 1")).hasValue("Two of eighty cables.");
        assertThat(version()).isEqualTo(7);
        Page bob = edit("bob");
        bob.getByLabel("Lead").fill("Closed until May.");
        save(bob);
        assertThat(bob.getByText("is saved.")).isVisible();

        new LockPage(jane).press("Compare and re-apply");
        assertThat(jane.locator("dialog[open]")).containsText("Two of eighty cables.");
        press(jane, "Save merged");

        assertThat(jane.getByText("is saved.")).isVisible();
        assertThat(version()).isEqualTo(9);
        assertThat(sections()).containsExactly("Found: Two of eighty cables.");
        assertThat(stored("SELECT lead_text FROM article WHERE id = ?", String.class, article))
                .isEqualTo("Closed until May.");
    }

    @Test
    void versionThatWasWrittenAroundTheLockIsAConflictAndShown() {
        Page jane = edit("jane");
        jane.getByLabel("Title", exactly()).fill("Bridge closed until spring");
        database.sql("UPDATE article SET title = 'Bridge open', version = 8, modified_by = 'A script' WHERE id = ?")
                .param(article)
                .update();

        save(jane);

        assertThat(jane.locator("#stored")).containsText("A script saved version 8");
        assertThat(jane.locator("#stored")).containsText("Bridge open");
        assertThat(jane.getByLabel("Title", exactly())).hasValue("Bridge closed until spring");
        assertThat(holders()).containsExactly("Jane Doe");
        assertThat(version()).isEqualTo(8);
        save(jane);
        assertThat(version()).isEqualTo(9);
    }

    @Test
    void formWithoutALockOrWithSomebodyElsesIsRefusedAndNothingIsWritten() {
        Page bob = signIn("bob");
        assertThat(post(bob, form()).status()).isEqualTo(428);
        Page jane = edit("jane");
        FormData stolen = form();
        for (String part : List.of("lockId", "token", "session")) {
            stolen.set(part, jane.locator("#editor input[name=" + part + "]").inputValue());
        }

        APIResponse without = post(bob, form());
        APIResponse withJanes = post(bob, stolen);

        assertThat(without.status()).isEqualTo(423);
        assertThat(without.text()).contains("Jane Doe").contains("By Bob");
        assertThat(withJanes.status()).isEqualTo(409);
        assertThat(version()).isEqualTo(7);
        assertThat(holders()).containsExactly("Jane Doe");
    }

    @Test
    void programNeedsTheLockOfTheArticleToWriteOneSection() {
        HttpResponse<String> free = translate(Map.of());
        Page jane = edit("jane");
        HttpResponse<String> held = translate(Map.of());
        press(jane, "Cancel");
        assertThat(jane.getByText("Nothing was changed, and the article is free."))
                .isVisible();
        String wish = "{\"type\": \"article-section\", \"id\": \"%s\", \"session\": \"import\"}".formatted(section);
        assertThat(programs().postJson("alice", "/heldby/v1/locks", wish).statusCode())
                .isEqualTo(201);
        assertThat(holders()).containsExactly("Alice Jones");

        HttpResponse<String> written = translate(Map.of("Lock-Session", "import"));
        HttpResponse<String> stale = translate(Map.of("Lock-Session", "import"));

        assertThat(free.statusCode()).isEqualTo(428);
        assertThat(held.statusCode()).isEqualTo(423);
        assertThat(held.body()).contains("Jane Doe");
        assertThat(written.statusCode()).isEqualTo(200);
        assertThat(written.body()).isEqualTo("{\"version\":8}");
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(sections()).containsExactly("Gefunden: Zwei Risse.");
    }

    @Test
    void sameEditorInAnotherBrowserContinuesThere() {
        Page here = edit("jane");
        Page there = edit("jane");
        assertThat(says(there)).containsText("You are editing this in another tab or browser since");

        press(there, "Continue here");

        assertThat(says(there)).containsText("Only you can edit.");
        assertThat(says(here)).containsText("You went on in another tab or browser");
        assertThat(here.getByLabel("Lead")).not().isEditable();
        assertThat(version()).isEqualTo(7);
    }

    /** What <edit-lock> says, whatever it is about. */
    static Locator says(Page page) {
        return page.locator("edit-lock [part~=banner]");
    }

    Page edit(String user) {
        Page page = signIn(user);
        page.navigate(url(path()));
        return page;
    }

    String path() {
        return "/newsroom/articles/" + article + "/edit";
    }

    LockKey key() {
        return LockKey.of("article", "" + article);
    }

    List<String> holders() {
        return locks.holders(key()).stream()
                .map(lock -> lock.owner().displayName())
                .toList();
    }

    long version() {
        return stored("SELECT version FROM article WHERE id = ?", Long.class, article);
    }

    static void save(Page page) {
        page.locator("#editor button.primary").click();
    }

    Locator row(Page page) {
        return page.locator("#article-" + article);
    }

    private Duration hold() {
        LockView lock = locks.holders(key()).get(0);
        return Duration.between(lock.acquiredAt(), lock.maxUntil());
    }

    private List<String> sections() {
        return database.sql("SELECT heading, body FROM article_section WHERE article_id = ? ORDER BY place")
                .param(article)
                .query((row, at) -> row.getString("heading") + ": " + row.getString("body"))
                .list();
    }

    private List<String> logged() {
        return database.sql("""
                        SELECT field FROM heldby_change_field WHERE entity = 'article' AND id = ? ORDER BY version, seq""").param("" + article).query(String.class).list();
    }

    private FormData form() {
        return FormData.create()
                .set("version", "7")
                .set("title", "By Bob")
                .set("section", section)
                .set("heading." + section, "Found")
                .set("text." + section, "Nothing.");
    }

    /** With the cookies of the person's browser and the token of their session, but from no page of ours. */
    private APIResponse post(Page page, FormData form) {
        form.set("_csrf", page.locator("meta[name=_csrf]").getAttribute("content"));
        return page.request()
                .post(url(path()), RequestOptions.create().setForm(form).setHeader("Accept", "text/html"));
    }

    private HttpResponse<String> translate(Map<String, String> headers) {
        return programs()
                .putJson(
                        "alice",
                        "/api/newsroom/sections/" + section,
                        "{\"heading\": \"Gefunden\", \"text\": \"Zwei Risse.\", \"version\": 7}",
                        headers);
    }

    Programs programs() {
        return new Programs(url(""));
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    @Override
    boolean isMeantSo(String error) {
        return super.isMeantSo(error) || error.startsWith(NO_SERVER);
    }
}
