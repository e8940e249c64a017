package io.heldby.demo.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.heldby.demo.DemoApplication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * People in browsers of their own, on the demo as it is, with faster heartbeats. What is stored is read from the database
 * and never from a page. After each test, no page may have reported an error.
 */
@SpringBootTest(
        classes = DemoApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "demo.beat=1s")
abstract class DemoTest {

    /** A lock whose page was left ends in ten seconds, and others look every ten; everything else is faster. */
    static final Duration SOON = Duration.ofSeconds(25);

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) SOON.toMillis());
    }

    /** An answer with a status such as 409 is meant so, but the browser reports it as if a file were missing. */
    private static final String MEANT_SO = "Failed to load resource: the server responded with a status of 4";

    /** What a page says when a test has stopped a request of its. */
    private static final String STOPPED = "Failed to load resource: net::ERR_FAILED";

    /** What a page says whose server is not there any more. */
    static final String NO_SERVER = "Failed to load resource: net::ERR_";

    @RegisterExtension
    final Browsers browsers = new Browsers();

    private final List<String> errors = new ArrayList<>();

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient database;

    @AfterEach
    void noPageReportedAnError() {
        assertThat(errors).allMatch(this::isMeantSo);
    }

    boolean isMeantSo(String error) {
        return error.startsWith(MEANT_SO) || error.equals(STOPPED);
    }

    /** Somebody in a browser of their own, on the start page. */
    Page signIn(String user) {
        return signIn(user, browsers.newContext(1280, 900));
    }

    Page signIn(String user, BrowserContext browser) {
        return signIn(user, browser, url(""));
    }

    /** @param server such as {@code http://localhost:8080} */
    Page signIn(String user, BrowserContext browser, String server) {
        Page page = newTab(browser);
        page.navigate(server + "/login");
        page.getByLabel("User").fill(user);
        page.getByLabel("Password").fill(user);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        return page;
    }

    Page newTab(BrowserContext browser) {
        Page page = browser.newPage();
        page.setDefaultTimeout((double) SOON.toMillis());
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
        return page;
    }

    String url(String path) {
        return "http://localhost:" + port + path;
    }

    static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
    }

    /** A Zapp Brannigan of this test's own. */
    long zappAt(String desk) {
        long id = ThreadLocalRandom.current().nextLong(100_000_000, 1_000_000_000);
        database.sql("""
                        INSERT INTO customer (id, desk, first_name, last_name, email, phone, notes, version, modified_by, modified_at)
                        VALUES (?, ?, 'Zapp', 'Brannigan', 'zapp@example.org', '1', '', 7, 'Import', CURRENT_TIMESTAMP)""").params(id, desk).update();
        return id;
    }

    String storedLastName(long customer) {
        return stored("SELECT last_name FROM customer WHERE id = ?", String.class, customer);
    }

    long storedVersion(long customer) {
        return stored("SELECT version FROM customer WHERE id = ?", Long.class, customer);
    }

    <T> T stored(String sql, Class<T> type, Object... params) {
        return database.sql(sql).params(params).query(type).single();
    }
}
