package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.testkit.TwoWriters;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two writers at the controllers of the examples, and at one that is wrong. */
@SpringBootTest(
        classes = CustomerPages.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.datasource.generate-unique-name=true")
class TwoWritersGuideTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    int port;

    @Autowired
    DataSource dataSource;

    @BeforeEach
    void store() {
        CustomerTable.with(new JdbcTemplate(dataSource), 7);
    }

    // tag::two-writers[]
    @Test
    void nobodyOverwritesWhatSomebodyElseHasSaved() {
        TwoWriters.on(
                        () -> send(request("/customers/7").GET()),
                        (read, text) -> send(request("/customers/7")
                                .header("If-Match", read.etag())
                                .PUT(BodyPublishers.ofString(
                                        "{\"name\": \"%s\", \"city\": \"Delft\"}".formatted(text)))))
                .refusalNames("leia")
                .assertNoLostUpdate();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Basic bGVpYTpzZWNyZXQ=")
                .header("Content-Type", "application/json");
    }

    private TwoWriters.Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        return new TwoWriters.Answer(
                answer.statusCode(), answer.headers().firstValue("ETag").orElse(null), answer.body());
    }
    // end::two-writers[]

    @Test
    void versionInTheBodyWillDo() {
        TwoWriters.on(
                        () -> send(request("/body/7").GET()),
                        (read, text) -> save("/body/7", text, read.body().replaceAll(".*\"version\":(\\d+).*", "$1")))
                .assertNoLostUpdate();
    }

    @Test
    void transactionOfTheApplicationsOwnWillDo() {
        TwoWriters.on(
                        () -> send(request("/customers/7").GET()),
                        (read, text) -> send(request("/own-transaction/7")
                                .header("If-Match", read.etag())
                                .PUT(form(text, "0"))))
                .assertNoLostUpdate();
    }

    @Test
    void controllerThatReadsTheVersionJustBeforeItWritesIsFound() {
        assertThatThrownBy(() -> TwoWriters.on(
                                () -> send(request("/customers/7").GET()),
                                (read, text) -> save("/careless/7", text, "0"))
                        .assertNoLostUpdate())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("what the first wrote is gone");
    }

    private TwoWriters.Answer save(String path, String text, String version) throws IOException, InterruptedException {
        return send(request(path).PUT(form(text, version)));
    }

    private static HttpRequest.BodyPublisher form(String text, String version) {
        return BodyPublishers.ofString("{\"name\":\"%s\",\"city\":\"Delft\",\"version\":%s}".formatted(text, version));
    }
}
