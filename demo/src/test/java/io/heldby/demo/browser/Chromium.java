package io.heldby.demo.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The system's Chromium, started once and driven by Playwright. The system's, because Playwright's own browser is a
 * download that many build machines do not allow.
 */
record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {

    private static final List<String> USUAL_PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    /** Headless, also as root, and without the connections that Chromium opens on its own account. */
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    static Chromium launch() {
        return launch(new LaunchOptions());
    }

    /**
     * As people have it: a page that was left comes back as it was. Playwright switches that off, because it does not follow such
     * a page reliably, so only tests about it use this one.
     */
    static Chromium launchKeepingPages() {
        return launch(new LaunchOptions().setIgnoreDefaultArgs(List.of("--disable-back-forward-cache")));
    }

    private static Chromium launch(LaunchOptions options) {
        Path executable = executable();
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        options.setExecutablePath(executable).setArgs(FLAGS).setHeadless(true);
        return new Chromium(playwright, playwright.chromium().launch(options));
    }

    private static Path executable() {
        // The system property wins over the environment variable, and both over the usual places.
        String chosen = System.getProperty("CHROMIUM", System.getenv("CHROMIUM"));
        Stream<String> candidates = chosen == null ? USUAL_PLACES.stream() : Stream.of(chosen);
        return candidates
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No Chromium at "
                        + (chosen == null ? USUAL_PLACES : chosen)
                        + ". Install it (on Debian: apt-get install chromium) or set CHROMIUM to its path."));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
