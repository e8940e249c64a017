package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.spring.http.Api.Answered;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.RetryableException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A refused save in a page that shows the form again, for the dialog of the browser. */
@SpringBootTest(
        classes = CustomerPages.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.datasource.generate-unique-name=true")
class ConflictDocumentsTest {

    private static final Pattern DOCUMENT =
            Pattern.compile("<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL);
    private static final AtomicLong IDS = new AtomicLong(900_000);

    @LocalServerPort
    int port;

    @Autowired
    DataSource dataSource;

    @Autowired
    ConflictDocuments documents;

    private final long id = IDS.incrementAndGet();

    @BeforeEach
    void store() {
        CustomerTable.with(new JdbcTemplate(dataSource), id);
    }

    @Test
    void pageOfARefusedSaveHasWhatThe409WouldHave() {
        assertThat(save("luke", "Delft").status()).isEqualTo(302);

        Answered refused = save("leia", "Breda");

        assertThat(refused.status()).isEqualTo(409);
        JsonNode document = document(refused);
        assertThat(document.path("entity").asString()).isEqualTo("customer");
        assertThat(document.path("expectedVersion").asLong()).isEqualTo(7);
        assertThat(document.path("currentVersion").asLong()).isEqualTo(8);
        assertThat(document.path("modifiedBy").asString()).isEqualTo("luke");
        assertThat(document.at("/conflicts/0/mine").asString()).isEqualTo("Breda");
        assertThat(document.at("/conflicts/0/theirs").asString()).isEqualTo("Delft");
    }

    @Test
    void noTextOfARecordEndsTheElementOrALine() {
        String evil = "</script><script>alert(1)</script><!-- &amp; \u2028 \u2029";
        save("luke", evil);

        Answered refused = save("leia", "Breda");

        Matcher inPage = DOCUMENT.matcher(refused.text());
        assertThat(inPage.find()).isTrue();
        assertThat(inPage.group(1)).doesNotContain("<", ">", "&", "\u2028", "\u2029");
        assertThat(document(refused).at("/conflicts/0/theirs").asString()).isEqualTo(evil);
    }

    @Test
    void whoMayNotSeeARecordIsToldThatItIsAConflictAndNothingElse() {
        String nobody = documents.of(CustomerPages.Told.PRICE);

        assertThat(nobody).contains("\"currentVersion\":5").doesNotContain("Luke", "Bolt");
    }

    @Test
    void furtherRecordsOfTheSaveComeAlong() {
        Answered refused = as("leia").send("GET", "/form/several", null);

        JsonNode document = document(refused);
        assertThat(document.path("entity").asString()).isEqualTo("product");
        assertThat(document.at("/others/0/entity").asString()).isEqualTo("rate");
        assertThat(refused.text()).doesNotContain("\"cost\"");
    }

    @Test
    void whatWasNoConflictAfterAllIsThrown() {
        ConflictException unchanged =
                ConflictException.unexplained(Conflict.unexplained("product", "7", 3), (connection, unexplained) -> {
                    throw new RetryableException("deadlock", new SQLException("deadlock", "40P01"));
                });

        assertThatThrownBy(() -> documents.of(unchanged)).isInstanceOf(RetryableException.class);
    }

    private Answered save(String who, String city) {
        String form = "version=7&name=Wong&city=" + URLEncoder.encode(city, StandardCharsets.UTF_8);
        return as(who).send("POST", "/form/" + id, form, "Content-Type", "application/x-www-form-urlencoded");
    }

    private Api as(String who) {
        return Api.on(port).as(who);
    }

    private static JsonNode document(Answered page) {
        Matcher document = DOCUMENT.matcher(page.text());
        assertThat(document.find()).as(page.text()).isTrue();
        return new JsonMapper().readTree(document.group(1));
    }
}
