package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Every page on a desk in one theme and on a phone in the other: axe finds nothing, nothing is wider than the screen. What
 * it looks like is left in {@code target/screenshots}.
 */
class EveryPageIT extends DemoTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final List<String> findings = new ArrayList<>();
    private int looks;

    @Test
    void signInAndStart() {
        Page nobody = newTab(browsers.newContext(1280, 900));
        nobody.navigate(url("/login"));
        look(nobody, "login");
        nobody.navigate(url("/login?error"));
        look(nobody, "login-refused");
        Page kim = signIn("kim");
        look(kim, "start");
        kim.locator(".bar summary").click();
        look(kim, "menu");
        kim.navigate(url("/customers/optimistic/1/edit"));
        look(kim, "not-found");
        Page leia = signIn("leia");
        leia.navigate(url("/locks"));
        look(leia, "forbidden");
        nothingFound();
    }

    @Test
    void desks() {
        long zapp = zappAt("PESSIMISTIC");
        Page leia = signIn("leia");
        leia.navigate(url("/customers"));
        look(leia, "customers");
        for (String desk : List.of("unprotected", "optimistic")) {
            leia.navigate(url("/customers/" + desk));
            look(leia, "customers-" + desk);
        }
        leia.navigate(url("/customers/pessimistic/" + zapp + "/edit?reason=marriage"));
        look(leia, "editor-mine");
        Page luke = signIn("luke");
        luke.navigate(url("/customers/pessimistic"));
        look(luke, "customers-pessimistic");
        luke.navigate(url("/customers/pessimistic/" + zapp + "/edit"));
        look(luke, "editor-blocked");
        Page kim = signIn("kim");
        kim.navigate(url("/locks"));
        look(kim, "locks");
        var row = kim.locator("tr", new Page.LocatorOptions().setHasText("customer " + zapp));
        row.locator("summary").click();
        look(kim, "locks-force-release");
        leia.locator("#lastName").fill("Kroker-Brannigan");
        row.locator("input[name=reason]").fill("month end");
        row.getByText("Release it now").click();
        look(kim, "locks-released");
        leia.locator("dialog[open]").getByText("released your lock").waitFor();
        look(leia, "editor-lost");
        luke.getByText("It is free now.").waitFor();
        look(luke, "editor-free");
        Page elsewhere = signIn("luke");
        luke.navigate(url("/customers/pessimistic/" + zapp + "/edit"));
        elsewhere.navigate(url("/customers/pessimistic/" + zapp + "/edit"));
        look(elsewhere, "editor-continue-here");
        luke.locator("#lastName").fill("");
        press(luke, "Save");
        look(luke, "editor-invalid");
        nothingFound();
    }

    @Test
    void conflict() {
        long zapp = zappAt("OPTIMISTIC");
        Page leia = signIn("leia");
        Page luke = signIn("luke");
        for (Page page : List.of(leia, luke)) {
            page.navigate(url("/customers/optimistic/" + zapp + "/edit"));
        }
        look(leia, "editor-optimistic");
        luke.locator("#lastName").fill("Wong");
        luke.locator("#notes")
                .fill("Called at noon.\nWants the invoice by post, to the old address, until the end of the year.");
        press(luke, "Save");
        leia.locator("#lastName").fill("Kroker-Brannigan");
        press(leia, "Save");
        look(leia, "conflict");
        DecisionDialog chosen = new DecisionDialog(leia).choose("Last name", "Theirs");
        look(leia, "conflict-chosen");
        chosen.press("Keep as draft");
        look(leia, "conflict-kept");
        leia.navigate(url("/customers/optimistic/" + zapp + "/log"));
        look(leia, "customers-log");
        look(luke, "saved");
        nothingFound();
    }

    @Test
    void stockRoom() {
        Page leia = signIn("leia");
        leia.navigate(url("/stock"));
        press(leia, "Another hundred bolts");
        look(leia, "stock");
        String bolts = leia.locator("tbody a.button").first().getAttribute("href");
        Page bob = signIn("bob");
        Page kim = signIn("kim");
        for (Page page : List.of(leia, bob, kim)) {
            page.navigate(url(bolts));
        }
        bob.locator("#quantity").fill("-1");
        press(bob, "Save");
        look(bob, "stock-invalid");
        bob.locator("#quantity").fill("80");
        bob.locator("#name").fill("Bolt M8 × 40, stainless steel A2, for ships that have seen salt");
        bob.locator("#description").fill("Hexagon head, stainless.\nIn boxes of 100.");
        bob.locator("#price").fill("0.95");
        bob.locator("#shelf").fill("B-07-2");
        press(bob, "Save");
        kim.getByText("Delete…", new Page.GetByTextOptions().setExact(true)).click();
        look(kim, "stock-delete");
        leia.locator("#quantity").fill("95");
        leia.locator("#name").fill("Bolt M8 × 40, brass");
        leia.locator("#description").fill("Hexagon head, brass.\nIn boxes of 100.");
        leia.locator("#currency").fill("USD");
        press(leia, "Save");
        look(leia, "stock-conflict");
        leia.locator("summary")
                .filter(new Locator.FilterOptions().setHasText("merged without you"))
                .click();
        for (int i = 0; i < 3; i++) {
            leia.locator("input[value=EDIT]").nth(i).check();
        }
        leia.locator("[id='edit.price']").fill("cheap");
        look(leia, "stock-conflict-edit");
        press(leia, "Save merged");
        look(leia, "stock-conflict-invalid");
        leia.locator("[id='edit.price']").fill("0.95");
        press(leia, "Overwrite with mine…");
        look(leia, "stock-overwrite");
        press(leia, "Overwrite");
        look(leia, "stock-overwritten");
        bob.navigate(url(bolts));
        look(bob, "stock-told");
        bob.getByText("Restore what it removed").click();
        look(bob, "stock-restored");
        bob.navigate(url(bolts + "/history"));
        look(bob, "stock-history");
        bob.navigate(url(bolts));
        leia.navigate(url(bolts));
        bob.getByText("Delete…", new Page.GetByTextOptions().setExact(true)).click();
        press(bob, "Delete this product");
        press(leia, "Save");
        look(leia, "stock-deleted");
        nothingFound();
    }

    @Test
    void customerCare() {
        Page leia = signIn("leia");
        leia.navigate(url("/care"));
        press(leia, "Another customer");
        look(leia, "care");
        String elzar = leia.locator("tbody a.button").first().getAttribute("href");
        Page bob = signIn("bob");
        for (Page page : List.of(leia, bob)) {
            page.navigate(url(elzar));
        }
        look(leia, "care-customer");
        bob.locator("#email").fill("nobody");
        press(bob, "Save");
        look(bob, "care-invalid");
        bob.locator("#email").fill("elzar@kitchen.example.org");
        bob.locator("#name").fill("Elzar’s Fine Cuisine, kitchen and dining room, New New York");
        bob.locator("[id='address.city']").fill("Jersey City");
        press(bob, "Save");
        look(bob, "care-saved");
        leia.locator("#name").fill("Elzar’s Fine Cuisine");
        leia.locator("#phone").fill("0101 555 36");
        leia.locator("[id='address.street']").fill("Leegate Avenue 9");
        press(leia, "Save");
        look(leia, "care-conflict");
        DecisionDialog dialog = new DecisionDialog(leia).press("Overwrite with mine…");
        look(leia, "care-overwrite");
        dialog.open().getByLabel("Reason").fill("spoke to him");
        dialog.press("Overwrite");
        leia.locator("#saved").waitFor();
        look(leia, "care-overwritten");
        leia.navigate(url(elzar + "/history"));
        look(leia, "care-history");
        for (Page page : List.of(leia, bob)) {
            page.navigate(url(elzar));
        }
        bob.getByText("Delete…", new Page.GetByTextOptions().setExact(true)).click();
        press(bob, "Delete this customer");
        press(leia, "Save");
        look(leia, "care-deleted");
        nothingFound();
    }

    @Test
    void notSaved() {
        long zapp = zappAt("PESSIMISTIC");
        Page leia = signIn("leia");
        leia.navigate(url("/customers/pessimistic/" + zapp + "/edit"));
        leia.route("**/renew", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        database.sql("DELETE FROM heldby_lock WHERE id = ?").param("" + zapp).update();
        leia.locator("#lastName").fill("Kroker-Brannigan");
        press(leia, "Save");
        look(leia, "not-saved");
        nothingFound();
    }

    @Test
    void replays() {
        Page bob = signIn("bob");
        bob.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        bob.navigate(url("/replay"));
        look(bob, "replays");
        for (String path : Replays.paths(bob)) {
            bob.navigate(url(path));
            look(bob, path.substring(1).replace('/', '-') + "-0");
            int steps = bob.locator(".steps li").count();
            for (int step = 1; step <= steps; step++) {
                press(bob, "Step");
                bob.locator(".steps .done").nth(step - 1).waitFor();
                if (step == steps / 2 + 1 || step == steps - 1 || step == steps) {
                    look(bob, path.substring(1).replace('/', '-') + "-" + step);
                }
            }
        }
        nothingFound();
    }

    @Test
    void orders() {
        Page john = signIn("john");
        john.navigate(url("/orders"));
        Page jane = signIn("jane");
        jane.navigate(url("/orders"));
        // Not seen by Jane yet when she clicks.
        jane.route("**/orders/rows", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        john.locator("tbody button").first().click();
        john.getByText("Yours since").waitFor();
        look(john, "order");
        jane.locator("tbody button").first().click();
        jane.getByText("was faster").waitFor();
        look(jane, "orders-faster");
        press(john, "All in the box: done");
        john.locator("tbody button").first().click();
        john.navigate(url("/orders"));
        look(john, "orders");
        nothingFound();
    }

    @Test
    void clinic() {
        Page green = signIn("dr_green");
        green.navigate(url("/clinic/patients/1001"));
        look(green, "chart");
        press(green, "Add prescription");
        look(green, "chart-invalid");
        Page white = signIn("dr_white");
        white.navigate(url("/clinic/patients/1001"));
        look(white, "chart-blocked");
        LockPage asking = new LockPage(white);
        asking.press("Ask Dr Green");
        look(white, "chart-ask");
        asking.answer("What Dr Green reads", "waits in my room", "Ask Dr Green");
        white.getByText("You asked at").waitFor();
        look(white, "chart-asking");
        green.getByText("asks for this record").waitFor();
        look(green, "chart-asked");
        press(green, "Keep, 10 min");
        white.getByText("needs it until").waitFor();
        look(white, "chart-kept");
        white.navigate(url("/clinic/patients/1002"));
        white.navigate(url("/clinic"));
        press(white, "Process recurring plans");
        look(white, "clinic-report");
        press(white, "Follow-up for Turanga Leela");
        look(white, "clinic-refused");
        Page elsewhere = signIn("dr_green");
        elsewhere.navigate(url("/clinic/patients/1001"));
        look(elsewhere, "chart-continue-here");
        green.route("**/renew", Route::abort);
        green.route("**/events**", Route::abort);
        database.sql("DELETE FROM heldby_lock WHERE type = 'patient'").update();
        green.getByLabel("Medicine").fill("Ibuprofen 400 mg");
        green.getByLabel("Dosage").fill("1 at need");
        press(green, "Add prescription");
        green.getByText("Nothing was written.").waitFor();
        look(green, "chart-not-saved");
        new LockPage(green).press("Close");
        look(green, "chart-lost");
        nothingFound();
    }

    @Test
    void underwriting() {
        Page bob = signIn("bob");
        bob.navigate(url("/underwriting/policies/12345"));
        look(bob, "policy");
        bob.getByLabel("Sum insured against Fire").fill("a lot");
        press(bob, "Save");
        look(bob, "policy-invalid");
        Page jane = signIn("jane");
        jane.navigate(url("/underwriting"));
        look(jane, "policies");
        jane.navigate(url("/underwriting/policies/12345"));
        look(jane, "policy-notice");
        LockPage asking = new LockPage(jane);
        asking.press("Request force-release");
        asking.answer("Why the administrators should end it", "customer is on the phone", "Send");
        jane.getByText("have been asked at").waitFor();
        look(jane, "policy-asked");
        bob.route("**/renew", Route::abort);
        bob.route("**/events**", Route::abort);
        Page kim = signIn("kim");
        kim.navigate(url("/admin/locks"));
        var row = kim.locator("tr", new Page.LocatorOptions().setHasText("12345"));
        row.getByText("Release…").click();
        look(kim, "closed-policies");
        row.locator("input[name=reason]").fill("month end");
        row.getByText("Release it now").click();
        assertThat(kim.getByText("Policy 12345 is free.")).isVisible();
        bob.getByLabel("Sum insured against Fire").fill("250,000");
        press(bob, "Save");
        look(bob, "policy-not-saved");
        nothingFound();
    }

    @Test
    void newsroom() {
        Page jane = signIn("jane");
        jane.navigate(url("/newsroom/articles/42/edit"));
        look(jane, "newsroom-editor");
        Page bob = signIn("bob");
        bob.navigate(url("/newsroom"));
        look(bob, "newsroom");
        bob.navigate(url("/newsroom/articles/42"));
        look(bob, "newsroom-article");
        bob.navigate(url("/newsroom/articles/44"));
        look(bob, "newsroom-unpublished");
        bob.navigate(url("/newsroom/articles/42/edit"));
        look(bob, "newsroom-taken");
        LockPage asks = new LockPage(bob).press("Ask Jane Doe");
        look(bob, "newsroom-asks");
        asks.answer("What Jane Doe reads", "only a typo", "Ask Jane Doe");
        bob.getByText("You asked at").waitFor();
        look(bob, "newsroom-asked");
        jane.getByText("asks for this record").waitFor();
        look(jane, "newsroom-is-asked");
        press(jane, "Add a section");
        jane.getByLabel("Title", new Page.GetByLabelOptions().setExact(true)).fill("");
        press(jane, "Publish");
        look(jane, "newsroom-invalid");
        new LockPage(jane).press("Hand over, keep my text as a draft");
        jane.getByText("You handed it over").waitFor();
        look(jane, "newsroom-handed-over");
        nothingFound();
    }

    @Test
    void tickets() {
        Page leia = signIn("leia");
        leia.navigate(url("/tickets/customers/42"));
        leia.getByLabel("Answer").first().fill("The second one.");
        leia.getByText("Send").first().click();
        look(leia, "tickets-desk");
        Page luke = signIn("luke");
        luke.navigate(url("/tickets/customers/42"));
        look(luke, "tickets-in-use");
        luke.navigate(url("/tickets"));
        look(luke, "tickets");
        leia.route("**/renew", Route::abort);
        leia.route("**/events**", Route::abort);
        database.sql("DELETE FROM heldby_lock WHERE type = 'customer-support-ticket'")
                .update();
        leia.getByLabel("Answer").first().fill("In the menu with your name.");
        leia.getByText("Send").first().click();
        look(leia, "tickets-not-sent");
        nothingFound();
    }

    @Test
    void contracts() {
        Page leia = signIn("leia");
        leia.navigate(url("/contracts/4712"));
        look(leia, "contract");
        leia.getByLabel("Price of Microscope").fill("a lot");
        press(leia, "Save");
        look(leia, "contract-invalid");
        leia.navigate(url("/contracts/4711"));
        leia.getByLabel("Price of Desk").fill("410");
        leia.getByLabel("Remove Lamp").check();
        leia.getByLabel("Days to pay", new Page.GetByLabelOptions().setExact(true))
                .fill("14");
        Page bob = signIn("bob");
        bob.navigate(url("/contracts/4711"));
        bob.getByLabel("Price of Desk").fill("390");
        bob.getByLabel("Price of Lamp").fill("95.50");
        bob.getByLabel("Quantity of Chair").fill("4");
        press(bob, "Save");
        look(bob, "contract-saved");
        bob.locator("#older-system summary").click();
        bob.getByLabel("Days to pay, as the older system sets them").fill("60");
        press(bob, "Write over there");
        bob.getByText("The older system has written 60 days to pay, and told nobody.")
                .waitFor();
        bob.navigate(url("/contracts/customers/301"));
        look(bob, "contract-customer");
        bob.getByLabel("City").fill("Zürich");
        bob.getByLabel("Country").selectOption("Switzerland");
        press(bob, "Save");
        press(leia, "Save");
        look(leia, "contract-conflict");
        press(leia, "Overwrite with mine…");
        look(leia, "contract-overwrite");
        press(leia, "Back to the comparison");
        leia.locator("#conflict tbody tr").nth(0).getByLabel("Yours").check();
        leia.locator("#conflict tbody tr").nth(1).getByLabel("Theirs").check();
        press(leia, "Save merged");
        leia.getByText("Somebody changed the payment terms").waitFor();
        look(leia, "contract-terms");
        leia.locator("#conflict tbody tr").nth(0).getByLabel("Yours").check();
        press(leia, "Save merged");
        leia.locator("#moved").waitFor();
        look(leia, "contract-tax");
        press(leia, "Recompute and save with 8.1 %");
        leia.getByText("Contract 4711 is saved.").waitFor();
        look(leia, "contract-recomputed");
        leia.getByLabel("Title").fill("Furniture");
        bob.navigate(url("/contracts/4711"));
        bob.getByLabel("Title").fill("Office furniture and lamps");
        press(bob, "Save");
        press(leia, "Save");
        press(leia, "Overwrite with mine…");
        press(leia, "Overwrite");
        bob.navigate(url("/contracts"));
        look(bob, "contracts-overwritten");
        leia.getByLabel("Title").fill("Furniture of the office");
        bob.navigate(url("/contracts/4711"));
        bob.getByText("Delete…").click();
        press(bob, "Delete this contract");
        look(bob, "contracts");
        press(leia, "Save");
        leia.getByText("deleted this contract").waitFor();
        look(leia, "contract-deleted");
        press(leia, "Recreate");
        leia.getByText("Contract 4711 is saved.").waitFor();
        nothingFound();
    }

    /**
     * Colours do not depend on the width, nor the layout on the theme, so two of the four combinations show everything: by
     * turns light and dark on the desk, and the other on the phone. Findings are collected, so that one run shows them all.
     */
    private void look(Page page, String name) {
        boolean even = looks++ % 2 == 0;
        look(page, name, 1280, even ? ColorScheme.LIGHT : ColorScheme.DARK);
        look(page, name, 390, even ? ColorScheme.DARK : ColorScheme.LIGHT);
        page.setViewportSize(1280, 900);
    }

    private void look(Page page, String name, int width, ColorScheme theme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme).setReducedMotion(ReducedMotion.REDUCE));
        page.setViewportSize(width, width == 390 ? 844 : 900);
        String where = "%s-%d-%s".formatted(name, width, theme.name().toLowerCase(Locale.ROOT));
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(where + ".png"))
                .setFullPage(true));
        examine(page, where);
        int needed = (int) page.evaluate("document.documentElement.scrollWidth");
        if (needed > width) {
            findings.add(where + ": is " + needed + " px wide");
        }
    }

    private void examine(Page page, String where) {
        // Legacy mode spares a page of axe's own for each analysis, which is there for frames; these pages have none.
        AxeResults axe = new AxeBuilder(page).setLegacyMode(true).analyze();
        assertThat(axe.getPasses()).as("what axe looked at on " + where).isNotEmpty();
        axe.getViolations().forEach(rule -> findings.add(where + ": " + sentence(rule)));
    }

    private static String sentence(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " "
                + rule.getNodes().get(0).getHtml();
    }

    private void nothingFound() {
        assertThat(findings).isEmpty();
    }
}
