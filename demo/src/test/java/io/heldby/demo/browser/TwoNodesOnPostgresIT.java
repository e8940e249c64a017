package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ActiveProfiles;

/** Two servers of the demo on one database: what happens on one is seen on the other, and one dies. */
@ActiveProfiles("postgres")
class TwoNodesOnPostgresIT extends DemoTest {

    /** Much sooner than a page looks by itself while its event stream is up. */
    private static final ContainsTextOptions BY_THE_STREAM = new ContainsTextOptions().setTimeout(5_000);

    @Autowired
    private DataSource dataSource;

    private Node other;

    @BeforeEach
    void start() throws Exception {
        other = Node.start(
                dataSource.unwrap(HikariDataSource.class),
                "demo.beat=1s",
                "demo.look=1s",
                "heldby.policy.default.lease=6s");
    }

    @AfterEach
    void stop() throws InterruptedException {
        other.close();
    }

    @Override
    boolean isMeantSo(String error) {
        return super.isMeantSo(error) || error.startsWith(NO_SERVER);
    }

    @Test
    void whatHappensOnOneIsSeenOnTheOtherAndALeaseOutlivesItsNode() throws Exception {
        lockShowsWithoutReloading();
        handOverReachesTheAsker();
        deadNodesLocksEndWithTheirLeases();
    }

    private void lockShowsWithoutReloading() {
        long order = ThreadLocalRandom.current().nextLong(1, 10_000);
        database.sql("""
                        INSERT INTO picking_order (id, customer, ship_by, status, version, modified_by, modified_at)
                        VALUES (?, 'Planet Express', 'today', 'OPEN', 0, 'Web shop', CURRENT_TIMESTAMP)""").param(order).update();
        Page john = there("john");
        john.navigate(other.url() + "/orders");
        Page jane = signIn("jane");
        jane.waitForResponse("**/heldby/v1/events*", () -> jane.navigate(url("/orders")));

        press(john, "Pick order " + order);

        assertThat(jane.locator("#order-" + order)).containsText("PICKED BY John D.", BY_THE_STREAM);
        assertThat(john.getByText("Yours since")).isVisible();
    }

    private void handOverReachesTheAsker() {
        long patient = ThreadLocalRandom.current().nextLong(10_000, 1_000_000_000);
        database.sql("""
                        INSERT INTO patient (id, name, born, allergies, version, modified_by, modified_at)
                        VALUES (?, 'Kif Kroker', DATE '1974-08-14', '', 3, 'Import', CURRENT_TIMESTAMP)""").param(patient).update();
        String chart = "/clinic/patients/" + patient;
        Page green = there("dr_green");
        green.navigate(other.url() + chart);
        Page white = signIn("dr_white");
        white.navigate(url(chart));

        new LockPage(white).press("Ask Dr Green").answer("What Dr Green reads", "", "Ask Dr Green");
        assertThat(new LockPage(green).says().last()).containsText("Dr White asks for this record", BY_THE_STREAM);
        press(green, "Hand over");

        assertThat(new LockPage(white).says()).containsText("it is yours", BY_THE_STREAM);
        press(white, "Edit now");
        assertThat(white.getByText("Only you can edit")).isVisible();
    }

    private void deadNodesLocksEndWithTheirLeases() throws InterruptedException {
        long zapp = zappAt("PESSIMISTIC");
        String edit = "/customers/pessimistic/" + zapp + "/edit";
        Page leia = there("leia");
        leia.navigate(other.url() + edit);
        assertThat(leia.getByText("Only you can edit.")).isVisible();
        Page luke = signIn("luke");
        luke.navigate(url(edit));
        assertThat(luke.locator("edit-lock [part~=banner]")).containsText("Leia Organa");
        // A page that sends heartbeats holds by the short lease; until its first one, as if it never would.
        await().atMost(SOON).until(() -> leasesEndingSoon(zapp) == 1);

        other.kill();

        assertThat(leasesEndingSoon(zapp))
                .as("nobody was there to give it back")
                .isEqualTo(1);
        assertThat(luke.getByText("It is free now.")).isVisible();
        press(luke, "Edit now");
        assertThat(luke.getByText("Only you can edit.")).isVisible();
    }

    private long leasesEndingSoon(long customer) {
        return stored("""
                SELECT count(*) FROM heldby_lock
                 WHERE id = ? AND expires_at BETWEEN now() AND now() + INTERVAL '10 seconds'""", Long.class, "" + customer);
    }

    private Page there(String user) {
        return signIn(user, browsers.newContext(1280, 900), other.url());
    }
}
