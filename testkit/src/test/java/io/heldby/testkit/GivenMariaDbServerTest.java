package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens behind {@code TEST_MARIADB_URL}, tried on the server that is there anyway. */
class GivenMariaDbServerTest {

    private TestDatabase somebodysDatabase;
    private MariaDbServer server;

    @BeforeEach
    void givenAServer() {
        somebodysDatabase = TestDatabase.mariadb();
        server = new MariaDbServer.Given(somebodysDatabase.jdbcUrl());
    }

    @AfterEach
    void close() {
        somebodysDatabase.close();
    }

    @Test
    void everyTestGetsADatabaseOfItsOwn() {
        String one = server.create(name("one"));
        String other = server.create(name("other"));

        Sql.execute(one, "CREATE TABLE mine (id INT)");

        assertThatThrownBy(() -> Sql.execute(other, "SELECT id FROM mine")).hasMessageContaining("SELECT id FROM mine");
        server.drop(name("one"));
        server.drop(name("other"));
    }

    @Test
    void droppingLeavesNothingBehind() {
        String url = server.create(name("brief"));
        Sql.execute(url, "CREATE TABLE mine (id INT)");

        server.drop(name("brief"));

        assertThat(server.create(name("brief"))).isEqualTo(url);
        Sql.execute(url, "CREATE TABLE mine (id INT)");
        server.drop(name("brief"));
    }

    @Test
    void urlOfAnotherKindOfServerIsRefused() {
        assertThatThrownBy(() -> new MariaDbServer.Given("jdbc:mysql://localhost/test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:mariadb:");
    }

    private String name(String suffix) {
        return somebodysDatabase.name() + "_" + suffix;
    }
}
