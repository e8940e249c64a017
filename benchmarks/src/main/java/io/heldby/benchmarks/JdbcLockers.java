package io.heldby.benchmarks;

import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcLockStore;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The lockers that keep their locks in a SQL database, each with its own tables, all on one pool. */
final class JdbcLockers {

    static final String HELDBY = "Heldby, event log off";
    static final String HELDBY_LOGGED = "Heldby, event log on (default)";
    static final String SHED_LOCK = "ShedLock (JdbcTemplate, database time)";
    static final String SPRING_INTEGRATION = "Spring Integration JdbcLockRegistry";

    static final JdbcSettings UNLOGGED =
            JdbcSettings.defaults().withTablePrefix("unlogged_").withEventLog(false);

    private static final String SHED_LOCK_TABLE = """
            CREATE TABLE shedlock (
              name VARCHAR(64) NOT NULL, lock_until TIMESTAMP(6) NOT NULL, locked_at TIMESTAMP(6) NOT NULL,
              locked_by VARCHAR(255) NOT NULL, PRIMARY KEY (name))""";

    private static final String SPRING_INTEGRATION_TABLE = """
            CREATE TABLE INT_LOCK (
              LOCK_KEY CHAR(36) NOT NULL, REGION VARCHAR(100) NOT NULL, CLIENT_ID CHAR(36),
              CREATED_DATE TIMESTAMP(6) NOT NULL, EXPIRED_AFTER TIMESTAMP(6) NOT NULL,
              CONSTRAINT INT_LOCK_PK PRIMARY KEY (LOCK_KEY, REGION))""";

    private JdbcLockers() {}

    static void createTables(DataSource dataSource) throws SQLException {
        JdbcFloor.create(dataSource);
        JdbcSchema.prepare(dataSource, JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        JdbcSchema.prepare(dataSource, UNLOGGED, InitializeSchema.ALWAYS);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SHED_LOCK_TABLE);
            statement.execute(SPRING_INTEGRATION_TABLE);
        }
    }

    /** @param springIntegrationInsert what its documentation says to append to the insert on this database */
    static List<Locker> on(DataSource dataSource, String springIntegrationInsert) {
        return List.of(
                new JdbcFloor(dataSource),
                heldby(HELDBY, dataSource, UNLOGGED),
                heldby(HELDBY_LOGGED, dataSource, JdbcSettings.defaults()),
                new ShedLockLocker(SHED_LOCK, shedLock(dataSource), shedLock(dataSource)),
                new SpringIntegrationLocker(
                        SPRING_INTEGRATION,
                        springIntegration(dataSource, springIntegrationInsert),
                        springIntegration(dataSource, springIntegrationInsert)));
    }

    static HeldbyLocker heldby(String name, DataSource dataSource, JdbcSettings settings) {
        return new HeldbyLocker(
                name, new LockManager(new JdbcLockStore(dataSource, settings), LockPolicies.defaults()));
    }

    private static JdbcTemplateLockProvider shedLock(DataSource dataSource) {
        return new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                .withJdbcTemplate(new JdbcTemplate(dataSource))
                .usingDbTime()
                .build());
    }

    private static JdbcLockRegistry springIntegration(DataSource dataSource, String append) {
        DefaultLockRepository repository = new DefaultLockRepository(dataSource);
        repository.setTransactionManager(new JdbcTransactionManager(dataSource));
        repository.setInsertQuery(repository.getInsertQuery() + append);
        repository.afterPropertiesSet();
        repository.afterSingletonsInstantiated();
        repository.start();
        return new JdbcLockRegistry(repository, Duration.ofHours(1));
    }
}
