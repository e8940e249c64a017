package io.heldby.jdbc.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.testkit.RoundTripCounter;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.FieldChange;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostgresChangeLogTest extends ChangeLogContract {

    private TestDatabase database;

    @Override
    TestDatabase newDatabase() {
        database = TestDatabase.postgres();
        return database;
    }

    @Test
    void anyNumberOfChangesTakesOneRoundTrip() throws SQLException {
        List<FieldChange> fields = List.of(FieldChange.of("name", null, "x"), FieldChange.masked("iban"));
        List<Change> many = IntStream.range(0, 1_000)
                .mapToObj(id -> new Change("article", "id" + id, 0, Action.CREATED, null, "import", null, fields))
                .toList();
        ChangeLog log = new ChangeLog(JdbcSettings.defaults(), () -> "");
        try (Connection counted =
                DriverManager.getConnection(database.jdbcUrl() + "&" + RoundTripCounter.urlParameter())) {
            long before = RoundTripCounter.count();

            log.write(counted, many);

            assertThat(RoundTripCounter.count() - before).isEqualTo(1);
        }
    }
}
