package io.heldby.demo.care;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.heldby.demo.DemoApplication;
import io.heldby.testkit.TwoWriters;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Customers as programs read and write them. */
@SpringBootTest(classes = DemoApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class CareApiTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final long id = ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000);

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient database;

    @BeforeEach
    void hermes() {
        database.sql("""
                        INSERT INTO care_customer (id, name, email, phone, street, postcode, city, notes, version, modified_by, modified_at)
                        VALUES (?, 'Hermes', 'hermes@example.org', '1', 'Port Royal Street 5', '1001', 'Kingston', '', 7, 'Import', CURRENT_TIMESTAMP)""").param(id).update();
    }

    @Test
    void customerComesWithItsVersionAndAStrongETag() throws Exception {
        HttpResponse<String> read = read();

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(etag(read)).isEqualTo("\"7\"");
        assertThat(number(read, "$.version")).isEqualTo(7);
        assertThat(text(read, "$.address.city")).isEqualTo("Kingston");
        assertThat(text(read, "$.modifiedBy")).isEqualTo("Import");
    }

    @Test
    void saveGivesTheETagThatIsReadNext() throws Exception {
        HttpResponse<String> saved = put("leia", etag(read()), read().body().replace("Kingston", "Delft"));

        assertThat(saved.statusCode()).isEqualTo(200);
        assertThat(etag(saved)).isEqualTo("\"8\"");
        assertThat(text(saved, "$.address.city")).isEqualTo("Delft");
        assertThat(text(saved, "$.modifiedBy")).isEqualTo("Leia Organa");
        assertThat(etag(read())).isEqualTo("\"8\"");
        assertThat(read().body()).isEqualTo(saved.body());
    }

    @Test
    void lateSaveReadsWhoChangedWhatAndWritesNothing() throws Exception {
        put("luke", "\"7\"", body(null, "Delft", "1"));

        HttpResponse<String> refused = put("leia", "\"7\"", body(null, "Breda", "2"));

        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(text(refused, "$.type")).isEqualTo("urn:heldby:problem:stale-version");
        assertThat(text(refused, "$.entity")).isEqualTo("careCustomer");
        assertThat(text(refused, "$.id")).isEqualTo("" + id);
        assertThat(number(refused, "$.expectedVersion")).isEqualTo(7);
        assertThat(number(refused, "$.currentVersion")).isEqualTo(8);
        assertThat(text(refused, "$.modifiedBy")).isEqualTo("Luke Skywalker");
        assertThat(text(refused, "$.conflicts[0].base")).isEqualTo("Kingston");
        assertThat(text(refused, "$.conflicts[0].mine")).isEqualTo("Breda");
        assertThat(text(refused, "$.conflicts[0].theirs")).isEqualTo("Delft");
        assertThat(text(refused, "$.conflicts[0].changedBy")).isEqualTo("Luke Skywalker");
        assertThat(text(refused, "$.merged.phone")).isEqualTo("2");
        assertThat(text(read(), "$.address.city")).isEqualTo("Delft");
    }

    @Test
    void versionInTheBodyIsEnoughAndALateOneIsAConflict() throws Exception {
        HttpResponse<String> saved = put("luke", null, body(7L, "Delft", "1"));
        HttpResponse<String> refused = put("leia", null, body(7L, "Breda", "1"));

        assertThat(saved.statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(text(refused, "$.modifiedBy")).isEqualTo("Luke Skywalker");
        assertThat(text(read(), "$.address.city")).isEqualTo("Delft");
    }

    @Test
    void saveThatNamesNoVersionIsRefused() throws Exception {
        assertThat(put("leia", null, body(null, "Breda", "1")).statusCode()).isEqualTo(428);
        assertThat(number(read(), "$.version")).isEqualTo(7);
    }

    @Test
    void twoVersionsInOneRequestAreAMistake() throws Exception {
        assertThat(put("leia", "\"7\"", body(6L, "Breda", "1")).statusCode()).isEqualTo(400);
        assertThat(number(read(), "$.version")).isEqualTo(7);
    }

    @Test
    void programIsHeldToTheRulesOfTheForm() throws Exception {
        HttpResponse<String> refused = put("leia", "\"7\"", "{\"name\": \" \"}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("Please enter a name.");
        assertThat(number(read(), "$.version")).isEqualTo(7);
    }

    @Test
    void deletedCustomerIsNotSavedAgain() throws Exception {
        database.sql("DELETE FROM care_customer WHERE id = ?").param(id).update();

        HttpResponse<String> refused = put("leia", "\"7\"", body(null, "Breda", "1"));

        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.body()).contains("\"deleted\":true");
        assertThat(read().statusCode()).isEqualTo(404);
    }

    @Test
    void nothingIsLostAmongProgramsThatSendIfMatch() {
        TwoWriters.on(() -> answer(read()), (read, text) -> answer(put("leia", read.etag(), body(null, text, "1"))))
                .refusalNames("Leia Organa")
                .assertNoLostUpdate();
    }

    private HttpResponse<String> read() throws IOException, InterruptedException {
        return HTTP.send(request("leia").GET().build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> put(String user, @Nullable String ifMatch, String json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(user).PUT(BodyPublishers.ofString(json));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String user) {
        String credentials = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://localhost:%d/care/api/customers/%d".formatted(port, id)))
                .header("Authorization", "Basic " + credentials)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json");
    }

    private static String body(@Nullable Long version, String city, String phone) {
        return """
                {"version": %d, "name": "Hermes", "email": "hermes@example.org", "phone": "%s", "notes": "",
                 "address": {"street": "Port Royal Street 5", "postcode": "1001", "city": "%s"}}""".formatted(version, phone, city);
    }

    private static TwoWriters.Answer answer(HttpResponse<String> response) {
        return new TwoWriters.Answer(
                response.statusCode(), response.headers().firstValue("ETag").orElse(null), response.body());
    }

    private static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElse("none");
    }

    private static String text(HttpResponse<String> response, String path) {
        return JsonPath.read(response.body(), path);
    }

    private static long number(HttpResponse<String> response, String path) {
        return JsonPath.<Number>read(response.body(), path).longValue();
    }
}
