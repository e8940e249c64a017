package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import org.junit.jupiter.api.Test;

/** The operator's table, and who may not see it. */
class CurrentLocksIT extends DemoTest {

    @Test
    void whoIsNoOperatorIsToldWhoIs() {
        Page leia = signIn("leia");

        Response response = leia.navigate(url("/locks"));

        assertThat(response.status()).isEqualTo(403);
        assertThat(leia.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("This page is not for you");
        assertThat(leia.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Current locks")))
                .hasCount(0);
    }

    @Test
    void aLockIsNotEndedWithoutAReason() {
        long zapp = zappAt("PESSIMISTIC");
        Page leia = signIn("leia");
        leia.navigate(url("/customers/pessimistic/" + zapp + "/edit?reason=marriage"));
        Page kim = signIn("kim");
        kim.navigate(url("/locks"));
        var row = kim.locator("tr", new Page.LocatorOptions().setHasText("customer " + zapp));
        assertThat(row).containsText("Leia Organa");
        assertThat(row).containsText("marriage");

        row.locator("summary").click();
        row.locator("input[name=reason]").fill("   ");
        row.getByText("Release it now").click();

        assertThat(kim.getByText("Please say why")).isVisible();
        assertThat(stored("SELECT COUNT(*) FROM heldby_lock WHERE id = ?", Long.class, "" + zapp))
                .isEqualTo(1);
    }

    @Test
    void theListIsLiveAndTakesNothingFromUnderAnOperatorsHands() {
        long zapp = zappAt("PESSIMISTIC");
        long kif = zappAt("PESSIMISTIC");
        Page kim = signIn("kim");
        kim.navigate(url("/locks"));
        Page leia = signIn("leia");
        leia.navigate(url("/customers/pessimistic/" + zapp + "/edit"));
        Page luke = signIn("luke");
        luke.navigate(url("/customers/pessimistic/" + kif + "/edit"));
        var leias = kim.locator("tr", new Page.LocatorOptions().setHasText("customer " + zapp));
        var lukes = kim.locator("tr", new Page.LocatorOptions().setHasText("customer " + kif));
        assertThat(leias).containsText("Leia Organa");
        assertThat(lukes).containsText("Luke Skywalker");

        leias.locator("summary").click();
        leias.locator("input[name=reason]").fill("month");
        press(luke, "Cancel");
        press(leia, "Cancel");

        assertThat(lukes).hasCount(0);
        assertThat(leias.locator("input[name=reason]")).hasValue("month");
        leias.getByText("Release it now").click();
        assertThat(kim.getByText("That lock was over already")).isVisible();
    }

    @Test
    void whatIsNoLockIdIsRefused() {
        Page kim = signIn("kim");
        FormData form = FormData.create()
                .set("_csrf", kim.locator("meta[name=_csrf]").getAttribute("content"))
                .set("reason", "month end");

        APIResponse refused = kim.request()
                .post(
                        url("/locks/4711/force-release"),
                        RequestOptions.create().setForm(form).setHeader("Accept", "text/html"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("The form that was sent is not one of ours");
    }
}
