package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.heldby.demo.DemoApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(classes = DemoApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class SmokeIT {

    @RegisterExtension
    final Browsers browsers = new Browsers();

    @LocalServerPort
    int port;

    @Test
    void twoPeopleOpenTheDemo() {
        Page anna = browsers.newContext(1280, 800).newPage();
        Page ben = browsers.newContext(390, 844).newPage();

        for (Page page : new Page[] {anna, ben}) {
            page.navigate("http://localhost:" + port + "/");
            assertThat(page.getByRole(AriaRole.HEADING)).hasText("Heldby demo");
        }
    }
}
