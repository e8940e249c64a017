package io.heldby.spring;

import io.heldby.jdbc.lock.JdbcEventStore;
import io.heldby.jdbc.lock.JdbcGuard;
import io.heldby.jdbc.lock.JdbcLockStore;
import io.heldby.jdbc.lock.JdbcWebhookStore;
import io.heldby.jdbc.unitofwork.LockingMappers;
import io.heldby.jdbc.unitofwork.OverwriteObserver;
import io.heldby.lock.Edits;
import io.heldby.lock.EventFeed;
import io.heldby.lock.EventStore;
import io.heldby.lock.ExpiryHandler;
import io.heldby.lock.ExpiryWorker;
import io.heldby.lock.Guard;
import io.heldby.lock.LockEventListener;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockStore;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Sweeper;
import io.heldby.lock.Transactions;
import io.heldby.spring.transaction.SpringGuard;
import io.heldby.spring.transaction.SpringTransactions;
import io.heldby.webhook.Webhook;
import io.heldby.webhook.Webhooks;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.servlet.HandlerMapping;

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

    /** What is written on classes, under what is configured, under what the application's code says. */
    @Bean
    @ConditionalOnMissingBean
    LockPolicies heldbyPolicies(
            ApplicationContext application, HeldbyProperties properties, List<LockPolicyCustomizer> customizers) {
        LockPolicies policies =
                properties.over(AnnotatedEntities.of(application).policies());
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
    SpringGuard heldbyGuard(
            LockDataSource locks,
            PreparedSchema schema,
            LockPolicies policies,
            ObjectProvider<ObservedWriteListener> listeners) {
        JdbcGuard guard = new JdbcGuard(
                locks.dataSource(),
                schema.settings(),
                policies,
                write -> listeners.orderedStream().forEach(listener -> listener.observed(write)));
        return new SpringGuard(guard, locks.dataSource(), policies);
    }

    /** For tables whose versions are only observed, and for entities; needs no tables of Heldby's. */
    @Bean
    @ConditionalOnMissingBean
    OverwriteObserver heldbyOverwriteObserver(
            ObjectProvider<ObservedOverwriteListener> listeners, ObjectProvider<CurrentScreen> screen) {
        return new OverwriteObserver(
                overwrite -> listeners.orderedStream().forEach(listener -> listener.observed(overwrite)), () -> {
                    CurrentScreen known = screen.getIfAvailable();
                    return known == null ? null : known.name();
                });
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(HandlerMapping.class)
    static class OnTheWeb {

        @Bean
        CurrentScreen heldbyCurrentScreen() {
            return new RequestScreen();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    static class WithActuator {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        LostWorkEndpoint heldbyLostWorkEndpoint(OverwriteObserver observer) {
            return new LostWorkEndpoint(observer);
        }
    }

    /** With the application's transaction manager, so that its repositories and the guard share one transaction. */
    @Bean
    @ConditionalOnMissingBean
    Transactions heldbyTransactions(LockDataSource locks, ObjectProvider<PlatformTransactionManager> managers) {
        PlatformTransactionManager manager = managers.getIfUnique(() -> new JdbcTransactionManager(locks.dataSource()));
        return new SpringTransactions(manager, locks.dataSource());
    }

    @Bean
    WorkingLeases heldbyWorkingLeases() {
        return new WorkingLeases();
    }

    /** In the editing session of the {@link Locked} call under way, or else of the page. */
    @Bean
    @ConditionalOnMissingBean
    Edits heldbyEdits(
            LockManager locks,
            Guard guard,
            Transactions transactions,
            WorkingLeases working,
            ObjectProvider<OwnerResolver> owners,
            ObjectProvider<PageSessions> pages) {
        OwnerResolver known = owners.getIfAvailable(() -> session -> Optional.empty());
        PageSessions sessions =
                pages.getIfAvailable(() -> key -> UUID.randomUUID().toString());
        return new Edits(
                locks,
                guard,
                transactions,
                known,
                key -> working.sessionFor(key).orElseGet(() -> sessions.sessionFor(key)));
    }

    /**
     * For whoever is signed in. What finding loads without a lock it loads in the caller's transaction, if there is one;
     * with a lock there is none.
     */
    @Bean
    @ConditionalOnMissingBean
    LockingMappers heldbyLockingMappers(
            LockManager locks,
            Guard guard,
            LockDataSource dataSource,
            Edits edits,
            ObjectProvider<OwnerResolver> owners) {
        return new LockingMappers(
                locks,
                guard,
                new TransactionAwareDataSourceProxy(dataSource.dataSource()),
                edits::ownerFor,
                () -> Optional.ofNullable(owners.getIfAvailable())
                        .map(OwnerResolver::tenant)
                        .orElse(""));
    }

    @Bean
    @ConditionalOnMissingBean
    EventStore heldbyEvents(
            LockDataSource locks,
            PreparedSchema schema,
            HeldbyProperties properties,
            ObjectProvider<DataSourcePoolMetadataProvider> pools) {
        boolean listens = SparedConnection.wanted(properties.events().listen(), locks.dataSource(), pools);
        return new JdbcEventStore(locks.dataSource(), schema.settings(), listens ? locks.dataSource() : null);
    }

    /** Tells listeners of both kinds: beans of {@link LockEventListener}, and methods with {@code @EventListener}. */
    @Bean
    @ConditionalOnMissingBean
    EventFeed heldbyEventFeed(
            LockManager locks,
            EventStore events,
            HeldbyProperties properties,
            ApplicationEventPublisher application,
            ObjectProvider<LockEventListener> listeners) {
        EventFeed feed = new EventFeed(locks, events, properties.events().settings());
        listeners.orderedStream().forEach(feed::subscribe);
        feed.subscribe(application::publishEvent);
        return feed;
    }

    @Bean
    @ConditionalOnMissingBean
    @Lazy(false) // Nobody asks for it.
    Webhooks heldbyWebhooks(
            HeldbyProperties properties,
            LockDataSource locks,
            PreparedSchema schema,
            EventStore events,
            EventFeed feed) {
        List<Webhook> webhooks = properties.webhooks().entrySet().stream()
                .map(configured -> configured.getValue().named(configured.getKey()))
                .toList();
        return new Webhooks(webhooks, events, feed, new JdbcWebhookStore(locks.dataSource(), schema.settings()));
    }

    /** Runs the beans of {@link ExpiryHandler}, each under its bean's name. */
    @Bean
    @ConditionalOnMissingBean
    @Lazy(false) // Locks that name a handler are refused until it is there.
    ExpiryWorker heldbyExpiryWorker(LockManager locks, ListableBeanFactory beans) {
        try {
            return new ExpiryWorker(locks, beans.getBeansOfType(ExpiryHandler.class));
        } catch (IllegalArgumentException wrong) {
            throw new HeldbyConfigurationException(
                    String.valueOf(wrong.getMessage()) + ".",
                    "Policies stand in heldby.policies, in @OfflineLocked and in LockPolicyCustomizer beans.",
                    wrong);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    @Lazy(false) // Nobody asks for it.
    Sweeper heldbySweeper(LockManager locks, ExpiryWorker expiryWorker, HeldbyProperties properties) {
        return new Sweeper(locks, properties.sweepEvery(), expiryWorker::wake);
    }
}
