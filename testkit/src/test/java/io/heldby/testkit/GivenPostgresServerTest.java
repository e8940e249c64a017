package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens behind {@code TEST_PG_URL}, tried on the server that is there anyway. */
class GivenPostgresServerTest {

    private TestDatabase somebodysDatabase;
    private PostgresServer server;

    @BeforeEach
    void givenAServer() {
        somebodysDatabase = TestDatabase.postgres();
        server = new PostgresServer.Given(somebodysDatabase.jdbcUrl());
    }

    @AfterEach
    void close() {
        somebodysDatabase.close();
    }

    @Test
    void everyTestGetsASchemaOfItsOwn() {
        String one = server.create("one");
        String other = server.create("other");

        Sql.execute(one, "CREATE TABLE mine (id INT)");

        assertThatThrownBy(() -> Sql.execute(other, "SELECT id FROM mine")).hasMessageContaining("SELECT id FROM mine");
    }

    @Test
    void droppingLeavesNothingBehind() {
        String url = server.create("brief");
        Sql.execute(url, "CREATE TABLE mine (id INT)");

        server.drop("brief");

        assertThat(server.create("brief")).isEqualTo(url);
        Sql.execute(url, "CREATE TABLE mine (id INT)");
    }
}
