package io.heldby.spring;

import io.heldby.hibernate.HeldbyHibernate;
import io.heldby.hibernate.Versions;
import io.heldby.hibernate.Viewer;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.unitofwork.OverwriteObserver;
import io.heldby.lock.Edits;
import io.heldby.lock.Guard;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import jakarta.persistence.EntityManagerFactory;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

/**
 * JPA entities of Hibernate: their locks are verified when they are written, and {@link Versions} can be injected. An application
 * that declares a {@link HeldbyHibernate} of its own says itself what is done.
 */
@AutoConfiguration(after = HibernateJpaAutoConfiguration.class)
@EnableConfigurationProperties(HeldbyHibernateProperties.class)
@ConditionalOnClass({HeldbyHibernate.class, HibernatePropertiesCustomizer.class, SharedEntityManagerCreator.class})
public final class HeldbyHibernateAutoConfiguration {

    @Bean
    HibernatePropertiesCustomizer heldbyHibernateProperties(ObjectProvider<HeldbyHibernate> settings) {
        return properties ->
                settings.ifAvailable(available -> properties.putIfAbsent(HeldbyHibernate.SETTING, available));
    }

    /** Also where there are no locks. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "heldby.hibernate.enabled", havingValue = false)
    HeldbyHibernate heldbyHibernateOff() {
        return HeldbyHibernate.off();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(EntityManagerFactory.class)
    Versions heldbyVersions(EntityManagerFactory factory) {
        return new Versions(SharedEntityManagerCreator.createSharedEntityManager(factory));
    }

    /** Where there are repositories of Spring Data. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JpaRepositoryFactoryBean.class)
    @ConditionalOnBooleanProperty(name = "heldby.hibernate.enabled", matchIfMissing = true)
    static class WithRepositories {

        @Bean
        static BeanPostProcessor heldbyRepositories() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String name) {
                    NoSilentDelete.in(bean);
                    return bean;
                }
            };
        }
    }

    /** Where there are locks. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(PreparedSchema.class)
    static class WithLocks {

        /** What may need the session factory itself is asked for only when something is written. */
        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBooleanProperty(name = "heldby.hibernate.enabled", matchIfMissing = true)
        HeldbyHibernate heldbyHibernate(
                HeldbyHibernateProperties properties,
                ObjectProvider<LockPolicies> policies,
                ObjectProvider<Guard> guard,
                ObjectProvider<Edits> edits,
                ObjectProvider<ChangeLog> changeLog,
                ObjectProvider<SavedEvents> savedEvents,
                ObjectProvider<OwnerResolver> owners,
                ObjectProvider<OverwriteObserver> observer,
                ObjectProvider<CurrentScreen> screen) {
            HeldbyHibernate settings = HeldbyHibernate.defaults();
            if (properties.observe()) {
                settings = settings.observe(observer.getObject(), () -> viewer(owners, screen));
            }
            return settings.statementGuard(properties.statementGuard())
                    .changeLog(changeLog::getObject, savedEvents::getObject, () -> whoWorks(owners))
                    .locks(
                            new LazyGuard(guard),
                            policies::getObject,
                            key -> edits.getObject().ownerFor(key),
                            () -> Optional.ofNullable(owners.getIfAvailable())
                                    .map(OwnerResolver::tenant)
                                    .orElse(""));
        }

        /** What was loaded or cached before the lock was granted is read again after it. */
        @Bean
        @Lazy(false) // Nobody asks for it.
        @ConditionalOnSingleCandidate(EntityManagerFactory.class)
        FreshAfterGrant heldbyFreshAfterGrant(LockManager locks, EntityManagerFactory factory) {
            FreshAfterGrant fresh = new FreshAfterGrant(factory);
            locks.whenGranted(fresh);
            return fresh;
        }

        @Bean
        @Lazy(false) // Nobody asks for it.
        @ConditionalOnBooleanProperty("heldby.hibernate.observe")
        @ConditionalOnBooleanProperty(name = "heldby.hibernate.enabled", matchIfMissing = true)
        LostWorkLog heldbyLostWorkLog(OverwriteObserver observer) {
            return new LostWorkLog(observer);
        }

        /** A job, a migration or a start-up is nobody who is signed in. */
        private static String whoWorks(ObjectProvider<OwnerResolver> owners) {
            return signedIn(owners).orElse("system");
        }

        private static Optional<String> signedIn(ObjectProvider<OwnerResolver> owners) {
            return Optional.ofNullable(owners.getIfAvailable())
                    .flatMap(known -> known.owner("hibernate"))
                    .map(Owner::displayName);
        }

        private static @Nullable Viewer viewer(
                ObjectProvider<OwnerResolver> owners, ObjectProvider<CurrentScreen> screens) {
            CurrentScreen screen = screens.getIfAvailable();
            if (screen == null) {
                return null;
            }
            Supplier<Optional<String>> who = () -> signedIn(owners);
            return Optional.ofNullable(screen.session())
                    .or(who) // A program without a session of its own.
                    .map(session -> new Viewer(session, () -> who.get().orElse("somebody"), screen.showing()))
                    .orElse(null);
        }
    }
}
