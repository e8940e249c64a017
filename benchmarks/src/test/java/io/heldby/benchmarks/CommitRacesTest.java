package io.heldby.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CommitRacesTest {

    private static TunedPostgres server;
    private static HikariDataSource pool;
    private static Invoices invoices;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = TunedPostgres.start(false);
        pool = Pools.shared(server.jdbcUrl());
        invoices = CommitProfile.createTables(pool);
    }

    @AfterAll
    static void stop() {
        pool.close();
        server.close();
    }

    @Test
    void everySaverWritesAndRefusesAStaleRow() throws Exception {
        try (Savers savers = Savers.on(pool)) {
            for (Saver saver : savers.all()) {
                List<Invoice> before = invoices.load(2);
                List<Invoice> edited = before.stream().map(Invoice::edited).toList();
                saver.prepare(edited).run();
                assertThat(invoices.load(2)).as(saver.name()).isEqualTo(nextVersions(edited));

                CommitRaces.requireNoticed(invoices, saver);
            }
        }
    }

    @Test
    void whoeverIgnoresTheVersionIsFoundOut() {
        Saver careless = new JdbcSaver("careless", pool, (connection, changed) -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE invoice SET city = ? WHERE id = ?")) {
                for (Invoice invoice : changed) {
                    update.setString(1, invoice.city());
                    update.setLong(2, invoice.id());
                    update.executeUpdate();
                }
                return changed.size();
            }
        });

        assertThatThrownBy(() -> CommitRaces.requireNoticed(invoices, careless))
                .hasMessage("careless does not refuse all three rows when one of them is stale");
    }

    private static List<Invoice> nextVersions(List<Invoice> invoices) {
        return invoices.stream()
                .map(it -> new Invoice(
                        it.id(), it.customer(), it.city(), it.quantity(), it.amount(), it.due(), it.version() + 1))
                .toList();
    }
}
