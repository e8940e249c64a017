package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.ActiveProfiles;

@ActiveProfiles("mariadb")
class WorkplacesOnMariaDbIT extends WorkplacesContract {

    @Test
    void startPage() {
        Page kim = signIn("kim");

        assertThat(kim.locator("h1")).hasText("Who is working on what");
        assertThat(stored("SELECT VERSION()", String.class)).contains("MariaDB");
    }

    @Test
    void customerDesk() {
        long zapp = zappAt("PESSIMISTIC");
        Page leia = signIn("leia");
        leia.navigate(url("/customers/pessimistic/" + zapp + "/edit"));
        leia.getByLabel("Last name").fill("Kroker-Brannigan");

        press(leia, "Save");

        assertThat(leia.locator("h1")).hasText("Customer desk");
        assertThat(storedLastName(zapp)).isEqualTo("Kroker-Brannigan");
        Instant saved = stored("SELECT modified_at FROM customer WHERE id = ?", OffsetDateTime.class, zapp)
                .toInstant();
        assertThat(saved).isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
    }

    @Test
    void orderPicking() {
        Page john = signIn("john");
        john.navigate(url("/orders"));
        john.locator("#queue button").first().click();
        assertThat(john.getByText("Yours since")).isVisible();

        press(john, "All in the box: done");

        assertThat(john.getByText("is done.")).isVisible();
    }
}
