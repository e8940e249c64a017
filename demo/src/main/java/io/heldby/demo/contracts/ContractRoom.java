package io.heldby.demo.contracts;

import io.heldby.demo.conflict.MergingSaves;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.lock.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the pages of all workplaces know of this one. */
@Configuration(proxyBeanMethods = false)
class ContractRoom {

    @Bean
    MergingSaves<Customer> contractCustomerSaves(ContractTables tables, ChangeLog log, Transactions transactions) {
        return new MergingSaves<>(
                tables.units(), tables.customers, Long::valueOf, new CustomerForm(), log, transactions);
    }
}
