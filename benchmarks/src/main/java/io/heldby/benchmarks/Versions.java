package io.heldby.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisClient;
import net.javacrumbs.shedlock.core.LockProvider;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.hibernate.Session;
import org.jooq.DSLContext;
import org.redisson.Redisson;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.integration.support.locks.LockRegistry;

/** Which versions took part; a jar tells its own. */
final class Versions {

    private Versions() {}

    static String line() {
        return String.join(
                ", ",
                "ShedLock " + of(LockProvider.class),
                "Spring Integration " + of(LockRegistry.class),
                "Redisson " + of(Redisson.class),
                "Lettuce " + of(RedisClient.class),
                "HikariCP " + of(HikariDataSource.class),
                "JGit " + of(MergeAlgorithm.class),
                "Hibernate " + of(Session.class),
                "Spring Data JDBC " + of(AbstractJdbcConfiguration.class),
                "jOOQ " + of(DSLContext.class));
    }

    /** From the manifest, or else from the jar's name. */
    private static String of(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        if (version != null) {
            return version;
        }
        String jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return jar.replaceFirst(".*-(\\d[^/]*)\\.jar$", "$1");
    }
}
