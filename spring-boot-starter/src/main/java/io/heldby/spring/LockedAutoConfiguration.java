package io.heldby.spring;

import io.heldby.lock.Edits;
import io.heldby.lock.LockManager;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Transactions;
import java.util.Optional;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts locks around {@link Locked} methods. */
@AutoConfiguration(after = HeldbyAutoConfiguration.class)
@ConditionalOnBean({LockManager.class, WorkingLeases.class})
@Import(LockedAutoConfiguration.Proxies.class)
public final class LockedAutoConfiguration {

    /** Inside Spring Security's method security (100 to 600), outside transactions and caches (at the very end). */
    static final int ORDER = 1_000;

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DefaultPointcutAdvisor heldbyLockedAdvisor(ObjectProvider<LockedCalls> calls) {
        DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(
                new AnnotationMatchingPointcut(null, Locked.class, true), new LockedInterceptor(calls::getObject));
        advisor.setOrder(ORDER);
        return advisor;
    }

    @Bean
    LockedCalls heldbyLockedCalls(
            LockManager locks,
            Edits edits,
            Transactions transactions,
            WorkingLeases working,
            ObjectProvider<OwnerResolver> owners) {
        return new LockedCalls(locks, edits, transactions, working, () -> Optional.ofNullable(owners.getIfAvailable()));
    }

    @Bean
    LockedMethodsCheck heldbyLockedMethodsCheck(ConfigurableListableBeanFactory beans) {
        return new LockedMethodsCheck(beans);
    }

    /** In handler methods the lock fills what Spring MVC otherwise would. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(WebMvcConfigurer.class)
    static class InHandlerMethods {

        @Bean
        LeaseArguments heldbyLeaseArguments() {
            return new LeaseArguments();
        }
    }

    /** Spring's own maker of proxies, which transactions use too, but which is not there without them. */
    static final class Proxies implements ImportBeanDefinitionRegistrar {

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            BeanDefinition unused = AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
        }
    }
}
