package io.heldby.spring.http;

import io.heldby.testkit.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the HTTP API promises, on PostgreSQL. */
@DirtiesContext
class PostgresHttpApiTest {

    private static final TestDatabase DATABASE = TestDatabase.postgres();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", DATABASE::jdbcUrl);
        properties.add("heldby.jdbc.initialize-schema", () -> "always");
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Nested
    class Acquire extends AcquireContract {}

    @Nested
    class Heartbeat extends HeartbeatContract {}

    @Nested
    class ForgedProof extends ForgedProofContract {}

    @Nested
    class Release extends ReleaseContract {}

    @Nested
    class Break extends BreakContract {}

    @Nested
    class Looking extends LookingContract {}
}
