package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.ChangeUpkeep;
import io.heldby.jdbc.changelog.Saved;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.lock.EventFeed;
import io.heldby.lock.LockEvent;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** An application that tells of its saves. */
class ChangesOfAnApplicationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    HeldbyAutoConfiguration.class,
                    HeldbyChangesAutoConfiguration.class));

    @Test
    void theLogAndWhatTellsOfSavesAreThere() {
        application.run(context -> assertThat(context)
                .hasSingleBean(ChangeLog.class)
                .hasSingleBean(SavedEvents.class)
                .hasSingleBean(ChangeUpkeep.class));
    }

    @Test
    void aSaveIsToldRightAfterItsCommitThoughThisNodeLooksOnlyOnceAMinute() {
        application
                .withPropertyValues("heldby.events.every=1m")
                .withBean(OwnerResolver.class, InNorth::new)
                .run(context -> {
                    List<LockEvent> told = new CopyOnWriteArrayList<>();
                    EventFeed feed = context.getBean(EventFeed.class);
                    assertThat(feed.position()).isZero();
                    feed.subscribe(told::add);

                    save(context);

                    await().atMost(Duration.ofSeconds(10)).until(() -> told.size() == 1);
                    assertThat(told.get(0).version()).isEqualTo(8);
                    assertThat(told.get(0).tenant()).isEqualTo("north");
                });
    }

    private static void save(ApplicationContext context) throws SQLException {
        SavedEvents saves = context.getBean(SavedEvents.class);
        boolean done = context.getBean(Transactions.class).<Boolean, SQLException>run(connection -> {
            saves.append(connection, List.of(Saved.of("policy", "12345", 8, "bob", "Bob Smith")));
            return true;
        });
        assertThat(done).isTrue();
    }

    @Test
    void aBadTimeStopsTheStartAndNamesTheProperty() {
        application
                .withPropertyValues("heldby.changes.retention=1h")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "heldby.changes.retention: retention must be 1 to 36500 days, but is PT1H"));
    }

    private static final class InNorth implements OwnerResolver {

        @Override
        public Optional<Owner> owner(String session) {
            return Optional.empty();
        }

        @Override
        public String tenant() {
            return "north";
        }
    }
}
