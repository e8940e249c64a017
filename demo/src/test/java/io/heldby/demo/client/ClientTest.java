package io.heldby.demo.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.heldby.demo.browser.Browsers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The browser client on pages of its own, without an application. After each test, no page may have reported an error. */
abstract class ClientTest {

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(5000);
    }

    @RegisterExtension
    final Browsers browsers = new Browsers();

    static ClientServer server;

    private final List<String> errors = new ArrayList<>();

    @BeforeAll
    static void serve() {
        server = new ClientServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void noPageReportedAnError() {
        server.posted().clear();
        assertThat(errors).isEmpty();
    }

    Page open(String path) {
        return open(path, 1280, 900);
    }

    Page open(String path, int width, int height) {
        Page page = browsers.newContext(width, height).newPage();
        page.setDefaultTimeout(5000);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
        page.navigate(server.url(path));
        return page;
    }
}
