package io.heldby.spring;

import io.heldby.jdbc.lock.JdbcGuard;
import io.heldby.jdbc.lock.JdbcLockStore;
import io.heldby.lock.Edits;
import io.heldby.lock.Guard;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockStore;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Sweeper;
import io.heldby.lock.Transactions;
import io.heldby.spring.transaction.SpringGuard;
import io.heldby.spring.transaction.SpringTransactions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Locks on the application's DataSource. Every bean steps back for one of the application's own. */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(HeldbyProperties.class)
public final class HeldbyAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LockDataSource heldbyDataSource(ListableBeanFactory beans, HeldbyProperties properties) {
        return LockDataSource.choose(beans, properties.dataSource());
    }

    /** After the application's own migrations, which may be what creates the tables. */
    @Bean
    @ConditionalOnMissingBean
    @DependsOnDatabaseInitialization
    PreparedSchema heldbySchema(LockDataSource locks, HeldbyProperties properties) {
        return PreparedSchema.in(locks, properties.jdbc());
    }

    @Bean
    @ConditionalOnMissingBean
    LockPolicies heldbyPolicies(HeldbyProperties properties, List<LockPolicyCustomizer> customizers) {
        LockPolicies policies = properties.lockPolicies();
        for (LockPolicyCustomizer customizer : customizers) {
            policies = customizer.customize(policies);
        }
        return policies;
    }

    @Bean
    @ConditionalOnMissingBean
    LockStore heldbyLockStore(LockDataSource locks, PreparedSchema schema) {
        return new JdbcLockStore(locks.dataSource(), schema.settings());
    }

    @Bean
    @ConditionalOnMissingBean
    LockManager heldbyLocks(LockStore store, LockPolicies policies) {
        return new LockManager(store, policies, TransactionSynchronizationManager::isActualTransactionActive);
    }

    @Bean
    @ConditionalOnMissingBean(Guard.class)
    SpringGuard heldbyGuard(LockDataSource locks, PreparedSchema schema, LockPolicies policies) {
        return new SpringGuard(new JdbcGuard(locks.dataSource(), schema.settings(), policies), locks.dataSource());
    }

    /** With the application's transaction manager, so that its repositories and the guard share one transaction. */
    @Bean
    @ConditionalOnMissingBean
    Transactions heldbyTransactions(LockDataSource locks, ObjectProvider<PlatformTransactionManager> managers) {
        PlatformTransactionManager manager = managers.getIfUnique(() -> new JdbcTransactionManager(locks.dataSource()));
        return new SpringTransactions(manager, locks.dataSource());
    }

    @Bean
    @ConditionalOnMissingBean
    Edits heldbyEdits(
            LockManager locks,
            Guard guard,
            Transactions transactions,
            ObjectProvider<OwnerResolver> owners,
            ObjectProvider<PageSessions> pages) {
        OwnerResolver known = owners.getIfAvailable(() -> session -> Optional.empty());
        PageSessions sessions =
                pages.getIfAvailable(() -> key -> UUID.randomUUID().toString());
        return new Edits(locks, guard, transactions, known, sessions::sessionFor);
    }

    @Bean
    @ConditionalOnMissingBean
    Sweeper heldbySweeper(LockManager locks, HeldbyProperties properties) {
        return new Sweeper(locks, properties.sweepEvery());
    }
}
