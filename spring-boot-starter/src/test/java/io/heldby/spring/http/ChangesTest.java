package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.jdbc.changelog.Change;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.spring.http.Api.Answered;
import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.FieldChange;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be read of what was changed. */
class ChangesTest extends InTheHouse {

    private final ChangeLog changes = new ChangeLog(JdbcSettings.defaults(), () -> "");

    @Test
    void theChangesOfARecordAreNewestFirstAndComeInPages() throws SQLException {
        for (long version = 1; version <= 3; version++) {
            write("", version, FieldChange.of("city", "a" + (version - 1), "a" + version));
        }

        Answered first = leia.get(path() + "?limit=2");
        Answered second = leia.get(path() + "?limit=2&cursor=" + first.at("/next"));

        assertThat(first.json().findValuesAsString("version")).containsExactly("3", "2");
        assertThat(second.json().findValuesAsString("version")).containsExactly("1");
        assertThat(second.json().has("next")).isFalse();
        assertThat(first.at("/changes/0/by")).isEqualTo("Leia Organa");
        assertThat(first.at("/changes/0/basedOn")).isEqualTo("2");
        assertThat(first.at("/changes/0/fields/0/before")).isEqualTo("a2");
        assertThat(first.at("/changes/0/fields/0/after")).isEqualTo("a3");
    }

    @Test
    void ofAMaskedFieldOnlyThatIsSaid() throws SQLException {
        write("", 1, new FieldChange("iban", "DE1", "DE2", true));

        assertThat(leia.get(path()).json().at("/changes/0/fields/0"))
                .hasToString("{\"field\":\"iban\",\"masked\":true}");
    }

    @Test
    void valuesAreWhatJsonHasOrWhatPeopleWrite() throws SQLException {
        List<Object> values = List.of(
                "text",
                42L,
                new BigDecimal("1.50"),
                true,
                'x',
                Double.NaN,
                0.5,
                9_007_199_254_740_993L,
                LocalDate.of(2026, 3, 4),
                Timestamp.from(Instant.EPOCH),
                Date.from(Instant.EPOCH),
                java.sql.Date.valueOf("2026-03-04"),
                new byte[] {1, 2, 3},
                "half \ud83d a character",
                List.of());
        write("", 1, FieldChange.of("values", null, List.of(values, "")), FieldChange.of("gone", 1, null));

        assertThat(leia.get(path()).json().at("/changes/0/fields"))
                .hasToString(
                        "[{\"field\":\"values\",\"after\":[[\"text\",42,\"1.50\",true,\"x\",\"NaN\",0.5,\"9007199254740993\",\"2026-03-04\","
                                + "\"1970-01-01T00:00:00Z\",\"1970-01-01T00:00:00Z\",\"2026-03-04\",\"AQID\","
                                + "\"half ? a character\",[]],\"\"]},{\"field\":\"gone\",\"before\":1}]");
    }

    @Test
    void nobodyReadsWhatTheyMayNot() throws SQLException {
        write("", 1, FieldChange.of("city", "a", "b"));

        assertThat(luke.get("/resources/customer/" + id).status()).isEqualTo(200);
        Answered refused = luke.get(path());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.toString()).doesNotContain("city");
        assertThat(leia.get("/resources/secret/1/changes").status())
                .as("leia may not see secrets")
                .isEqualTo(403);
        assertThat(han.get("/resources/secret/1/changes").status()).isEqualTo(200);
    }

    @Test
    void anotherTenantsChangesAreNotThere() throws SQLException {
        write("alderaan", 1, FieldChange.of("city", "a", "b"));

        assertThat(leia.get(path()).json()).hasToString("{\"changes\":[]}");
    }

    @Test
    void whatIsAskedForWronglyIsSaid() {
        assertThat(leia.get(path() + "?limit=501").at("/field")).isEqualTo("limit");
        assertThat(leia.get(path() + "?cursor=nonsense").at("/field")).isEqualTo("cursor");
        assertThat(leia.get(path() + "?user=leia").status()).isEqualTo(400);
    }

    private String path() {
        return "/resources/customer/" + id + "/changes";
    }

    private void write(String tenant, long version, FieldChange... fields) throws SQLException {
        ChangeLog log = tenant.isEmpty() ? changes : new ChangeLog(JdbcSettings.defaults(), () -> tenant);
        try (Connection connection = backDoor.dataSource().getConnection()) {
            log.write(
                    connection,
                    List.of(new Change(
                            "customer",
                            id,
                            version,
                            Action.CHANGED,
                            version - 1,
                            "Leia Organa",
                            null,
                            List.of(fields))));
        }
    }
}
