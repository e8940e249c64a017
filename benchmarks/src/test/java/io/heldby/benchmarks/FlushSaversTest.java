package io.heldby.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.heldby.lock.LockNotHeldException;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That what is measured does what it is measured for. */
class FlushSaversTest {

    private static TunedPostgres server;
    private static HikariDataSource pool;
    private static Invoices invoices;
    private FlushSavers savers;

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

    @BeforeEach
    void open() {
        savers = new FlushSavers(pool);
    }

    @AfterEach
    void close() {
        savers.unlock();
        savers.close();
    }

    @Test
    void everySaverWritesAndRefusesAStaleRow() throws Exception {
        savers.lock(invoices.load(3));
        for (Saver saver : savers.all()) {
            long before = invoices.load(1).get(0).version();
            save(saver);
            assertThat(invoices.load(1).get(0).version()).as(saver.name()).isEqualTo(before + 1);

            CommitRaces.requireNoticed(invoices, saver);
        }
    }

    @Test
    void onlyHibernateAloneIsWithoutListenersOfHeldbys() {
        for (Saver saver : savers.all()) {
            List<String> listeners = listenersOf(((LoadedEntities) saver).factory());

            if (saver.name().equals(FlushSavers.ALONE)) {
                assertThat(listeners).isNotEmpty().noneMatch(type -> type.startsWith("io.heldby."));
            } else {
                assertThat(listeners).as(saver.name()).anyMatch(type -> type.startsWith("io.heldby."));
            }
        }
    }

    @Test
    void onlyWhoIsAskedToVerifiesLocks() throws Exception {
        for (Saver saver : savers.all()) {
            if (List.of(FlushSavers.LOCKED, FlushSavers.LOCKED_AND_TOLD).contains(saver.name())) {
                assertThatThrownBy(() -> save(saver))
                        .as(saver.name())
                        .hasStackTraceContaining(LockNotHeldException.class.getName());
            } else {
                save(saver);
            }
        }
    }

    @Test
    void lockedEntitiesCostTwoStatementsHoweverManyTheyAre() throws Exception {
        for (int rows : List.of(1, 60)) {
            Map<String, Integer> statements = CountedStatements.of(rows, invoices, pool);

            int alone = statements.get(FlushSavers.ALONE);
            assertThat(alone).isEqualTo(rows == 1 ? 1 : 2);
            assertThat(statements.get(FlushSavers.UNASKED)).isEqualTo(alone);
            assertThat(statements.get(FlushSavers.LOCKED)).isEqualTo(alone + 2);
            assertThat(statements.get(FlushSavers.LOCKED_AND_TOLD)).isEqualTo(alone + 3);
            assertThat(statements.get(FlushSavers.LOGGED)).isGreaterThan(alone);
        }
    }

    private static List<String> listenersOf(EntityManagerFactory factory) {
        List<String> types = new ArrayList<>();
        EventType.values()
                .forEach(type -> factory.unwrap(SessionFactoryImplementor.class)
                        .getEventListenerRegistry()
                        .getEventListenerGroup(type)
                        .fireEventOnEachListener(
                                types,
                                (listener, all) -> all.add(listener.getClass().getName())));
        return types;
    }

    private static void save(Saver saver) throws Exception {
        saver.prepare(invoices.load(1).stream().map(Invoice::edited).toList()).run();
    }
}
