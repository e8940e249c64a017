package io.heldby.spring;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.ChangeUpkeep;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.lock.EventFeed;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Transactions;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** What writes changed, and that records were saved: for the tenant of whoever is signed in. */
@AutoConfiguration(after = HeldbyAutoConfiguration.class)
@ConditionalOnBean(PreparedSchema.class)
public final class HeldbyChangesAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ChangeLog heldbyChangeLog(PreparedSchema schema, ObjectProvider<OwnerResolver> owners) {
        return new ChangeLog(schema.settings(), tenant(owners));
    }

    @Bean
    @ConditionalOnMissingBean
    SavedEvents heldbySavedEvents(
            PreparedSchema schema, ObjectProvider<OwnerResolver> owners, ObjectProvider<EventFeed> feeds) {
        return new SavedEvents(schema.settings(), tenant(owners), new WakeAfterCommit(feeds));
    }

    @Bean
    @ConditionalOnMissingBean
    @Lazy(false) // Nobody asks for it.
    ChangeUpkeep heldbyChangeUpkeep(ChangeLog changes, Transactions transactions, HeldbyProperties properties) {
        return new ChangeUpkeep(changes, transactions, properties.changes().retention());
    }

    private static Supplier<String> tenant(ObjectProvider<OwnerResolver> owners) {
        return () -> Optional.ofNullable(owners.getIfAvailable())
                .map(OwnerResolver::tenant)
                .orElse("");
    }
}
