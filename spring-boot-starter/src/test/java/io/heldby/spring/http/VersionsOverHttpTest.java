package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Versions in an application's own controllers, and what a program reads that came too late. */
@SpringBootTest(
        classes = CustomerPages.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.datasource.generate-unique-name=true")
class VersionsOverHttpTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final AtomicLong IDS = new AtomicLong(100);

    @LocalServerPort
    int port;

    @Autowired
    DataSource dataSource;

    private final long id = IDS.incrementAndGet();
    private JdbcTemplate sql;
    private Api leia;
    private Api luke;

    @BeforeEach
    void store() {
        sql = new JdbcTemplate(dataSource);
        CustomerTable.with(sql, id);
        leia = Api.on(port).as("leia");
        luke = Api.on(port).as("luke");
    }

    @Test
    void etagThatWasReadIsTheVersionThatIsSaved() {
        Answered read = read();
        assertThat(read.header("ETag")).isEqualTo("\"7\"");

        Answered saved = save(leia, "Delft", "If-Match", read.header("ETag"));

        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.header("ETag")).isEqualTo("\"8\"").isEqualTo(read().header("ETag"));
        assertThat(stored()).isEqualTo("Delft");
    }

    /** spring-data-rest 1593: it answered 412 after it had written. */
    @Test
    void staleVersionIs412AndNothingIsWritten() {
        save(luke, "Delft", "If-Match", "\"7\"");

        Answered refused = save(leia, "Breda", "If-Match", "\"7\"");

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.problem()).isEqualTo("stale-version");
        assertThat(refused.at("/entity")).isEqualTo("customer");
        assertThat(refused.at("/id")).isEqualTo("" + id);
        assertThat(refused.at("/kind")).isEqualTo("modified");
        assertThat(refused.json().at("/expectedVersion").asLong()).isEqualTo(7);
        assertThat(refused.json().at("/currentVersion").asLong()).isEqualTo(8);
        assertThat(refused.at("/modifiedBy")).isEqualTo("luke");
        assertThat(refused.at("/modifiedAt")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(refused.json().at("/deleted").asBoolean(true)).isFalse();
        assertThat(refused.at("/detail"))
                .startsWith("customer %d was saved by luke at ".formatted(id))
                .endsWith("Nothing of yours was written.");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(stored()).isEqualTo("Delft");
    }

    /** After a change that is meant, {@code -Dheldby.documents=write} puts the new exchange into the document. */
    @Test
    void guideShowsWhatIsAnswered() {
        HttpApiDocument guide = HttpApiDocument.of("docs/versions-over-http.md");
        CustomerTable.with(sql, 42);
        put(luke, "/customers/42", form("Delft"), "If-Match", "\"7\"");
        Answered refused = put(leia, "/customers/42", form("Breda"), "If-Match", "\"7\"");

        String shown = """
                PUT /customers/42
                If-Match: "7"

                %s

                412
                Content-Type: %s

                %s
                """.formatted(
                        form("Breda"),
                        refused.header("Content-Type"),
                        PRETTY.writeValueAsString(refused.json())
                                .replace(refused.at("/modifiedAt"), "2026-03-02T10:47:00.120Z"));

        if ("write".equals(System.getProperty("heldby.documents"))) {
            guide.write(Map.of("stale-version", shown));
        }
        assertThat(guide.exchanges()).containsExactly(Map.entry("stale-version", shown));
    }

    @Test
    void whatWasDeletedIsSaidToBe() {
        assertThat(leia.send("DELETE", "/customers/" + id, null, "If-Match", "\"6\"")
                        .status())
                .isEqualTo(412);
        assertThat(leia.send("DELETE", "/customers/" + id, null, "If-Match", "\"7\"")
                        .status())
                .isEqualTo(204);

        Answered refused = save(leia, "Breda", "If-Match", "\"7\"");

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.json().at("/deleted").asBoolean(false)).isTrue();
        assertThat(refused.json().has("currentVersion")).isFalse();
    }

    @Test
    void writeWithoutAVersionIs428() {
        Answered refused = save(leia, "Breda");

        assertThat(refused.status()).isEqualTo(428);
        assertThat(refused.problem()).isEqualTo("version-required");
        assertThat(refused.at("/field")).isEqualTo("If-Match");
        assertThat(refused.at("/detail")).contains("If-Match: \"7\"");
        assertThat(stored()).isEqualTo("Leiden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "*            | which fits any version",
                "\"7\", \"8\" | more than one version",
                "7            | lacks its quotes",
                "\"7-gzip\"   | is not the ETag of a version",
                "\"007\"      | is not the ETag of a version",
                "'  '         | empty"
            })
    void whatNamesNotOneVersionIs400AndSaysHowToDoIt(String ifMatch, String mistake) {
        Answered refused = save(leia, "Breda", "If-Match", ifMatch);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("bad-request");
        assertThat(refused.at("/field")).isEqualTo("If-Match");
        assertThat(refused.at("/detail")).contains(mistake, ifMatch.strip(), "Send the ETag that came with the record");
        assertThat(stored()).isEqualTo("Leiden");
    }

    @Test
    void severalHeadersAreSeveralVersions() {
        assertThat(save(leia, "Breda", "If-Match", "\"7\"", "If-Match", "\"7\"").status())
                .isEqualTo(400);
        assertThat(stored()).isEqualTo("Leiden");
    }

    /** RFC 9110, 13.1.1: the comparison is the strong one. */
    @ParameterizedTest
    @ValueSource(strings = {"W/\"7\"", "W/\"6\""})
    void weakEtagNeverMatches(String weak) {
        Answered refused = save(leia, "Breda", "If-Match", weak);

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.problem()).isEqualTo("weak-etag");
        assertThat(refused.at("/detail")).contains(weak, "strong");
        assertThat(stored()).isEqualTo("Leiden");
    }

    @Test
    void staleVersionInTheBodyIs409() {
        assertThat(put(leia, "/body/" + id, "{\"name\":\"Wong\",\"city\":\"Delft\",\"version\":7}")
                        .at("/version"))
                .isEqualTo("8");

        Answered refused =
                put(luke, "/body/" + id, "{\"name\":\"Wong\",\"city\":\"Breda\",\"version\":7}", "If-Match", "*");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("stale-version");
        assertThat(refused.at("/modifiedBy")).isEqualTo("leia");
        assertThat(put(luke, "/body/" + id, form("Breda")).status()).isEqualTo(428);
        assertThat(stored()).isEqualTo("Delft");
    }

    @Test
    void statusSaysWhereTheVersionCameFrom() {
        String body = "{\"name\":\"Wong\",\"city\":\"Breda\",\"version\":6}";

        assertThat(put(leia, "/either/" + id, body).status()).isEqualTo(409);
        assertThat(put(leia, "/either/" + id, body, "If-Match", "\"5\"").status())
                .isEqualTo(412);
        assertThat(put(leia, "/either/" + id, body, "If-Match", "5").status()).isEqualTo(400);
        assertThat(put(leia, "/either/" + id, body, "If-Match", "\"7\"").status())
                .isEqualTo(200);
    }

    @Test
    void conflictOfTheApplicationsOwnTransactionIsExplainedAfterIt() {
        save(luke, "Delft", "If-Match", "\"7\"");

        Answered refused = put(leia, "/own-transaction/" + id, form("Breda"), "If-Match", "\"7\"");

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.at("/modifiedBy")).isEqualTo("luke");
        assertThat(refused.at("/currentVersion")).isEqualTo("8");
        assertThat(stored()).isEqualTo("Delft");
    }

    @Test
    void whatCannotBeExplainedIsAConflictAllTheSame() {
        Answered refused = told("unexplainable");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/kind")).isEqualTo("unexplained");
        assertThat(refused.json().has("deleted")).isFalse();
        assertThat(refused.text()).doesNotContain("PRODUCT", "SQL");
    }

    @Test
    void fieldsAreToldAsJsonHasThem() {
        String refused = told("fields").text();

        assertThat(refused)
                .contains("\"baseKnown\":true")
                .contains("\"current\":{\"name\":\"Bolt\",\"price\":null,\"stock\":12,\"sold\":\"2026-03-02\"}")
                .contains("\"merged\":{\"name\":\"Bolt M4\",\"stock\":11}")
                .contains("""
                        "conflicts":[{"field":"price","base":1.20,"mine":12345678901234567890.10,"theirs":null,\
                        "changedBy":"Luke Skywalker","changedAt":"2026-03-02T10:47:00Z"},\
                        {"field":"sold","base":null,"mine":"2026-03-01","theirs":"2026-03-02",\
                        "changedBy":"Luke Skywalker","changedAt":"2026-03-02T10:47:00Z"}]""")
                .doesNotContain("others");
    }

    @Test
    void baseThatNobodyKnowsIsNotToldAsNull() {
        JsonNode refused = told("base-unknown").json();

        assertThat(refused.at("/baseKnown").asBoolean(true)).isFalse();
        assertThat(refused.at("/conflicts/0").has("base")).isFalse();
        assertThat(refused.at("/conflicts/0").has("mine")).isTrue();
    }

    @Test
    void ofSeveralTheFirstIsOneThatWasToBeSavedAndNoneIsLeftOut() {
        Answered refused = told("several");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/entity")).isEqualTo("product");
        assertThat(refused.json().at("/others").size()).isEqualTo(2);
        assertThat(refused.at("/others/0/entity")).isEqualTo("order");
        assertThat(refused.at("/others/0/deleted")).isEqualTo("true");
        assertThat(refused.at("/others/1/entity")).isEqualTo("rate");
        assertThat(refused.at("/others/1/kind")).isEqualTo("read-changed");
        assertThat(refused.at("/detail")).contains("product 7", "order 8", "rate EUR, on which this was based");
    }

    /** The precondition was met; what failed is something else. */
    @Test
    void onlyTheRecordOfTheHeaderMakesIt412() {
        assertThat(told("several", "If-Match", "\"3\"").status()).isEqualTo(412);
        assertThat(told("several", "If-Match", "\"4\"").status()).isEqualTo(409);
        Answered onlyRead = told("only-read", "If-Match", "\"3\"");
        assertThat(onlyRead.status()).isEqualTo(409);
        assertThat(onlyRead.at("/kind")).isEqualTo("read-changed");
        assertThat(onlyRead.at("/deleted")).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "strange-id"})
    void whoMayNotSeeTheRecordIsToldOnlyThatItChanged(String what) {
        Answered refused = told(what);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/currentVersion")).isNotEmpty();
        assertThat(refused.text()).doesNotContain("Luke", "2026", "Bolt");
    }

    @Test
    void whoIsNotSignedInIsToldOnlyThatItChanged() {
        Answered refused = Api.on(port).send("GET", "/told/fields", null);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).doesNotContain("Luke", "2026", "Bolt");
    }

    @Test
    void wrappedConflictIsFound() {
        assertThat(told("wrapped").status()).isEqualTo(409);
        assertThat(told("wrapped").at("/modifiedBy")).isEqualTo("Luke Skywalker");
    }

    @Test
    void whatHasNotChangedAfterAllCanBeTriedAgain() {
        Answered refused = told("unchanged-after-all");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("try-again");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.text()).doesNotContain("UPDATE", "40P01");
    }

    @Test
    void applicationsOwnHandlersGoBefore() {
        assertThat(leia.send("GET", "/own/conflict", null).status()).isEqualTo(418);
        Answered missing = leia.send("PUT", "/own/version", "");
        assertThat(missing.status()).isEqualTo(428);
        assertThat(missing.at("/own")).isEqualTo("answer");
        assertThat(leia.send("PUT", "/own/version", "", "If-Match", "\"-3\"").text())
                .isEqualTo("version -3");
    }

    @Test
    void peopleReadAPage() {
        Answered conflict = told("fields", "Accept", BROWSER);

        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.header("Content-Type")).startsWith("text/html");
        assertThat(conflict.header("Cache-Control")).isEqualTo("no-store");
        assertThat(conflict.text())
                .contains("while you were editing it", "Nothing of yours was saved")
                .contains("<th scope=\"col\">Theirs</th>");
    }

    @Test
    void versionThatIsMissingIsSpringsPage() {
        Answered missing = save(leia, "Breda", "Accept", BROWSER);

        assertThat(missing.status()).isEqualTo(428);
        assertThat(missing.header("Content-Type")).startsWith("text/html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "primitive"})
    void parameterThatCannotHoldAVersionIsAMistakeOfTheApplication(String which) {
        assertThat(leia.send("PUT", "/wrong/" + which, "", "If-Match", "\"7\"", "Accept", "application/json")
                        .status())
                .isEqualTo(500);
    }

    private Answered read() {
        return leia.send("GET", "/customers/" + id, null);
    }

    private Answered save(Api who, String city, String... headers) {
        return put(who, "/customers/" + id, form(city), headers);
    }

    private Answered told(String what, String... headers) {
        return leia.send("GET", "/told/" + what, null, headers);
    }

    private static String form(String city) {
        return "{\"name\":\"Wong\",\"city\":\"%s\"}".formatted(city);
    }

    private static Answered put(Api who, String path, String json, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return who.send("PUT", path, json, all);
    }

    private String stored() {
        return sql.queryForObject("SELECT city FROM customer WHERE id = ?", String.class, id);
    }
}
