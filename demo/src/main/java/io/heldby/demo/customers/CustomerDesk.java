package io.heldby.demo.customers;

import io.heldby.demo.conflict.MergingSaves;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.unitofwork.UnitsOfWork;
import io.heldby.lock.Transactions;
import java.sql.SQLException;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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

    /** Of the optimistic desk. */
    @Bean
    MergingSaves<Customer> customerSaves(
            UnitsOfWork customerUnits, CustomerMapper customers, ChangeLog log, Transactions transactions) {
        return new MergingSaves<>(customerUnits, customers, Long::valueOf, new OptimisticForm(), log, transactions);
    }
}
