package io.heldby.demo.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Tracing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives a test as many separate people's browsers as it asks for, closes them after it, and keeps what they saw when it
 * fails: {@code target/browser/<Class>.<method>-<n>.png} and {@code .zip}, the trace for
 * {@code npx playwright show-trace}.
 *
 * <pre>{@code @RegisterExtension final Browsers browsers = new Browsers();}</pre>
 *
 * <p>Chromium itself is started once per JVM. As Playwright demands, everything happens on the test's own thread.
 */
public final class Browsers implements BeforeEachCallback, AfterEachCallback {

    private static final Path FAILURES = Path.of("target", "browser");

    private final List<BrowserContext> open = new ArrayList<>();
    private ExtensionContext.Store started;

    /** A new person: no cookies, no storage, nothing shared with the others; window size in CSS pixels. */
    public BrowserContext newContext(int width, int height) {
        return newContext(new NewContextOptions().setViewportSize(width, height));
    }

    /** Somebody who has switched JavaScript off. */
    BrowserContext newContextWithoutScripts(int width, int height) {
        return newContext(new NewContextOptions().setViewportSize(width, height).setJavaScriptEnabled(false));
    }

    /** Somebody whose browser keeps the pages that they leave, and shows them again as they were. */
    BrowserContext newContextThatKeepsPages(int width, int height) {
        return newContext(
                started.computeIfAbsent("keeping pages", key -> Chromium.launchKeepingPages(), Chromium.class),
                new NewContextOptions().setViewportSize(width, height));
    }

    private BrowserContext newContext(NewContextOptions options) {
        return newContext(started.computeIfAbsent("usual", key -> Chromium.launch(), Chromium.class), options);
    }

    private BrowserContext newContext(Chromium chromium, NewContextOptions options) {
        BrowserContext context = chromium.browser().newContext(options);
        // No film of every page: it costs a tenth of the time, and the snapshots show the same.
        context.tracing().start(new Tracing.StartOptions().setSnapshots(true));
        open.add(context);
        return context;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        // In the root store, so that JUnit closes it after the last test of the run.
        started = test.getRoot().getStore(Namespace.create(Browsers.class));
    }

    @Override
    public void afterEach(ExtensionContext test) {
        String name = test.getRequiredTestClass().getSimpleName() + "."
                + test.getRequiredTestMethod().getName();
        for (int person = 0; person < open.size(); person++) {
            try (BrowserContext context = open.get(person)) {
                if (test.getExecutionException().isPresent()) {
                    keep(context, name + "-" + (person + 1));
                } else {
                    context.tracing().stop();
                }
            }
        }
        open.clear();
    }

    private static void keep(BrowserContext context, String name) {
        List<Page> pages = context.pages();
        for (int i = 0; i < pages.size(); i++) {
            String file = name + (i == 0 ? "" : "-page" + (i + 1)) + ".png";
            pages.get(i)
                    .screenshot(new Page.ScreenshotOptions()
                            .setPath(FAILURES.resolve(file))
                            .setFullPage(true));
        }
        context.tracing().stop(new Tracing.StopOptions().setPath(FAILURES.resolve(name + ".zip")));
    }
}
