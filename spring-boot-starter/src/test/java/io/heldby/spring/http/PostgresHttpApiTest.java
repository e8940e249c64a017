package io.heldby.spring.http;

import io.heldby.testkit.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@DirtiesContext
class PostgresHttpApiTest extends HttpApiContract {

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
}
