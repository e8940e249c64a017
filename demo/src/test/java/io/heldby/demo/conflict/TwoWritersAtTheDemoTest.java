package io.heldby.demo.conflict;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.demo.DemoApplication;
import io.heldby.testkit.TwoWriters;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two writers at the demo's own forms, signed in and with their CSRF tokens, as browsers send them. */
@SpringBootTest(classes = DemoApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class TwoWritersAtTheDemoTest {

    private static final Pattern INPUT = Pattern.compile("<input([^>]*)>");
    private static final Pattern TEXTAREA = Pattern.compile("<textarea[^>]* name=\"([^\"]+)\"[^>]*>([^<]*)</textarea>");
    private static final Pattern ATTRIBUTE = Pattern.compile(" (name|value)=\"([^\"]*)\"");

    private final long id = ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000);

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient database;

    private Browser leia;
    private Browser luke;

    @BeforeEach
    void signIn() throws IOException, InterruptedException {
        leia = new Browser("leia");
        luke = new Browser("luke");
    }

    @Test
    void nothingIsLostInTheStockRoom() {
        database.sql("""
                        INSERT INTO product (id, name, description, shelf, quantity, reorder_level, price, currency, version, modified_by, modified_at)
                        VALUES (?, 'Bolt', '', 'A-03-1', 100, 20, 0.35, 'EUR', 7, 'Import', CURRENT_TIMESTAMP)""").param(id).update();

        twoWriters("/stock/" + id, "/stock/" + id, "name").assertNoLostUpdate();
    }

    @Test
    void nothingIsLostInCustomerCare() {
        database.sql("""
                        INSERT INTO care_customer (id, name, email, phone, street, postcode, city, notes, version, modified_by, modified_at)
                        VALUES (?, 'Hermes', '', '1', '', '', '', '', 7, 'Import', CURRENT_TIMESTAMP)""").param(id).update();

        twoWriters("/care/" + id, "/care/" + id, "name").assertNoLostUpdate();
    }

    @Test
    void nothingIsLostAtTheOptimisticDesk() {
        zappAt("OPTIMISTIC");

        twoWriters("/customers/optimistic/" + id + "/edit", "/customers/optimistic/" + id, "lastName")
                .assertNoLostUpdate();
    }

    /** The same form, to a controller that drops the version which it sends. */
    @Test
    void lostUpdateOfTheUnprotectedDeskIsFound() {
        zappAt("UNPROTECTED");

        assertThatThrownBy(() -> twoWriters(
                                "/customers/unprotected/" + id + "/edit", "/customers/unprotected/" + id, "lastName")
                        .assertNoLostUpdate())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the second write was accepted with 302")
                .hasMessageContaining("what the first wrote is gone");
    }

    private TwoWriters twoWriters(String read, String write, String field) {
        return TwoWriters.on(() -> leia.get(read), (page, text) -> writer(text).post(write, page.body(), field, text))
                .refusalNames("Leia Organa");
    }

    /** The first text is Leia's, and so is every other. */
    private Browser writer(String text) {
        return text.charAt(text.length() - 1) % 2 == 1 ? leia : luke;
    }

    private void zappAt(String desk) {
        database.sql("""
                        INSERT INTO customer (id, desk, first_name, last_name, email, phone, notes, version, modified_by, modified_at)
                        VALUES (?, ?, 'Zapp', 'Brannigan', 'zapp@example.org', '1', '', 7, 'Import', CURRENT_TIMESTAMP)""").params(id, desk).update();
    }

    /** Somebody's cookies. */
    private final class Browser {

        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        private final String csrf;

        Browser(String user) throws IOException, InterruptedException {
            Map<String, String> form = fields(get("/login").body());
            form.put("username", user);
            form.put("password", user);
            send(request("/login").POST(encoded(form)));
            csrf = fields(get("/").body()).get("_csrf");
        }

        TwoWriters.Answer get(String path) throws IOException, InterruptedException {
            return send(request(path).GET());
        }

        /** What the page had in its form, with one text changed, and in the name of whoever sends it. */
        TwoWriters.Answer post(String path, String page, String field, String text)
                throws IOException, InterruptedException {
            Map<String, String> form = fields(page);
            form.put("_csrf", csrf);
            form.put(field, text);
            return send(request(path).POST(encoded(form)));
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .header("Accept", "text/html")
                    .header("Content-Type", "application/x-www-form-urlencoded");
        }

        private TwoWriters.Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            return new TwoWriters.Answer(answer.statusCode(), null, answer.body());
        }
    }

    private static HttpRequest.BodyPublisher encoded(Map<String, String> form) {
        return BodyPublishers.ofString(form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
    }

    /** Of all forms of a page; the first of a name counts. */
    private static Map<String, String> fields(String page) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher input = INPUT.matcher(page);
        while (input.find()) {
            Map<String, String> attributes = new LinkedHashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(input.group(1));
            while (attribute.find()) {
                attributes.put(attribute.group(1), attribute.group(2));
            }
            if (attributes.containsKey("name")) {
                fields.putIfAbsent(attributes.get("name"), attributes.getOrDefault("value", ""));
            }
        }
        Matcher textarea = TEXTAREA.matcher(page);
        while (textarea.find()) {
            fields.put(textarea.group(1), textarea.group(2));
        }
        return fields;
    }
}
