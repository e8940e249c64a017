package io.heldby.demo;

import io.heldby.jdbc.unitofwork.LockingMappers;
import io.heldby.lock.Edits;
import io.heldby.lock.Guard;
import io.heldby.lock.LockManager;
import io.heldby.lock.OwnerResolver;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Mappers with the implicit lock work in the name of whoever is signed in, in the editing session of their page. */
@Configuration(proxyBeanMethods = false)
class ImplicitLocks {

    @Bean
    LockingMappers lockingMappers(
            LockManager locks, Guard guard, DataSource dataSource, Edits edits, OwnerResolver owners) {
        return new LockingMappers(locks, guard, dataSource, edits::ownerFor, owners::tenant);
    }
}
