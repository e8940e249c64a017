package io.heldby.boot3;

import io.heldby.jdbc.Heldby;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.lock.EditHandle;
import jakarta.persistence.EntityManager;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Spring Boot 3 with entities of Hibernate 6, and heldby-jdbc beside them. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableJpaRepositories(considerNestedRepositories = true)
@Import(PolicyApplication.PolicyService.class)
class PolicyApplication {

    // tag::bean[]
    @Bean(destroyMethod = "close")
    Heldby heldby(DataSource dataSource) {
        return Heldby.builder(dataSource)
                .initializeSchema(InitializeSchema.ALWAYS)
                .build();
    }
    // end::bean[]

    interface Policies extends JpaRepository<Policy, String> {}

    // tag::boot3[]
    @Service
    static class PolicyService {

        private final Heldby heldby;
        private final EntityManager entities;
        private final Policies policies;

        PolicyService(Heldby heldby, EntityManager entities, Policies policies) {
            this.heldby = heldby;
            this.entities = entities;
            this.policies = policies;
        }

        @Transactional
        public void rename(EditHandle handle, String holder) {
            entities.unwrap(Session.class).doWork(connection -> heldby.guard().verify(connection, handle));
            policies.findById(handle.key().id()).orElseThrow().holder = holder;
        }
    }
    // end::boot3[]
}
