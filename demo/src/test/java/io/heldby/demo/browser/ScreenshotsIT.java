package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The pictures of the README, as people would see the pages now. {@code -Dheldby.documents=write} puts them into docs/images;
 * they show times, so no two runs make the same.
 */
class ScreenshotsIT extends DemoTest {

    private static final Path MADE = Path.of("target", "screenshots");
    private static final Path SHOWN = Path.of("..", "docs", "images");

    @Test
    void theEditorOfARecordThatSomebodyElseEdits() throws IOException {
        long zapp = zappAt("PESSIMISTIC");
        Page leia = signIn("leia");
        leia.navigate(url("/customers/pessimistic/" + zapp + "/edit?reason=marriage"));
        new LockPage(leia).waitForState("mine");
        Page luke = signIn("luke", browsers.newContext(1180, 600));

        luke.navigate(url("/customers/pessimistic/" + zapp + "/edit"));

        assertThat(new LockPage(luke).says()).containsText("Leia Organa has been editing since");
        assertThat(new LockPage(luke).button("Ask Leia Organa")).isVisible();
        picture(luke, "blocked-editor.png");
    }

    @Test
    void theDialogOfWhoSavedTooLate() throws IOException {
        long zapp = zappAt("OPTIMISTIC");
        Page leia = edit("leia", zapp);
        Page luke = edit("luke", zapp);
        luke.getByLabel("Last name").fill("Wong");
        luke.getByLabel("Phone").fill("+49 30 901821");
        luke.getByLabel("E-mail").fill("zapp@wong.example");
        press(luke, "Save");
        assertThat(luke.getByText("Zapp Wong is saved.")).isVisible();
        leia.getByLabel("Last name").fill("Kroker-Brannigan");
        leia.getByLabel("E-mail").fill("zapp@kroker.example");
        leia.getByLabel("Notes").fill("Married on Saturday.");

        press(leia, "Save");

        assertThat(leia.locator("dialog[open]")).containsText("2 conflicts, 2 merged");
        picture(leia, "conflict-dialog.png");
    }

    private Page edit(String user, long zapp) {
        Page page = signIn(user, browsers.newContext(1180, 640));
        page.navigate(url("/customers/optimistic/" + zapp + "/edit"));
        return page;
    }

    private static void picture(Page page, String name) throws IOException {
        Path made = MADE.resolve(name);
        page.screenshot(new Page.ScreenshotOptions().setPath(made));
        if ("write".equals(System.getProperty("heldby.documents"))) {
            Files.createDirectories(SHOWN);
            Files.write(SHOWN.resolve(name), Files.readAllBytes(made));
        }
        assertThat(SHOWN.resolve(name)).as("picture of the README").isNotEmptyFile();
        assertThat(Files.readString(Path.of("..", "README.md"))).contains("docs/images/" + name);
    }
}
