package io.heldby.demo.customers;

import io.heldby.demo.conflict.MergingSaves;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.unitofwork.UnitsOfWork;
import io.heldby.lock.LockKey;
import io.heldby.lock.Transactions;
import io.heldby.spring.LockPolicyCustomizer;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the customer desk is made of. */
@Configuration(proxyBeanMethods = false)
class CustomerDesk {

    @Bean
    CustomerMapper customerMapper(ChangeLog log, SavedEvents events) {
        return new CustomerMapper(log, events);
    }

    @Bean
    @DependsOnDatabaseInitialization // It looks at the tables.
    UnitsOfWork customerUnits(CustomerMapper customers, Transactions transactions) throws SQLException {
        return UnitsOfWork.on(transactions).mappers(customers).build();
    }

    /** A page that asks for the lock after it was loaded gets it only if it shows what is stored. */
    @Bean
    LockPolicyCustomizer customerVersions(JdbcClient jdbc) {
        return policies -> policies.withVersions(PessimisticEditor.TYPE, key -> version(key, jdbc));
    }

    private static OptionalLong version(LockKey customer, JdbcClient jdbc) {
        return jdbc.sql("SELECT version FROM customer WHERE id = ?")
                .param(Long.valueOf(customer.id()))
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Of the optimistic desk. */
    @Bean
    MergingSaves<Customer> customerSaves(
            UnitsOfWork customerUnits, CustomerMapper customers, ChangeLog log, Transactions transactions) {
        return new MergingSaves<>(customerUnits, customers, Long::valueOf, new OptimisticForm(), log, transactions);
    }
}
