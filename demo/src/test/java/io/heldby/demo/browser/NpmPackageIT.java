package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What npm would publish, unpacked and used by a page that knows nothing else of Heldby. */
class NpmPackageIT extends LockTest {

    private static final Path CLIENT = Path.of("..", "client");

    @TempDir
    Path folder;

    @Test
    void holdsTheClientAndWorksFromAPageOfItsOwn() throws Exception {
        run(CLIENT, "npm", "pack", "--silent", "--pack-destination", folder.toString());
        Path packed;
        try (Stream<Path> files = Files.list(folder)) {
            packed = files.findFirst().orElseThrow();
        }
        run(folder, "tar", "xzf", packed.toString());
        Path unpacked = folder.resolve("package");
        assertThat(filesOf(unpacked))
                .containsExactlyInAnyOrder(
                        "LICENSE",
                        "README.md",
                        "client.d.ts",
                        "dist/client.js",
                        "dist/heldby-chunk.js",
                        "dist/heldby-conflict-dialog.js",
                        "dist/heldby-words-de.js",
                        "package.json");

        Page page = signIn("leia");
        page.route(
                "**/node_modules/heldby-client/**",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setPath(unpacked.resolve(route.request().url().replaceFirst(".*/heldby-client/", "")))
                        .setContentType("text/javascript")));
        page.route(
                "**/a-page",
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("text/html").setBody("""
                        <!doctype html><html lang=en><title>A page</title><meta name=heldby-api content=/heldby/v1>
                        <script type=module>
                          import { merge } from "/node_modules/heldby-client/dist/client.js";
                          document.title = merge({a: 1}, {a: 2}, {a: 1}).merged.a;
                        </script>
                        <edit-lock type=customer key=%d acquire=open><form><input name=lastName></form></edit-lock>""".formatted(zapp))));
        page.navigate(url("/a-page"));

        assertThat(page).hasTitle("2");
        assertThat(new LockPage(page).says()).containsText("Only you can edit.");
        assertThat(holders()).containsExactly("Leia Organa");
    }

    private static List<String> filesOf(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    private static void run(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as(String.join(" ", command))
                .isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", String.join(" ", command), output)
                .isZero();
    }
}
