package io.heldby.demo.contracts;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.unitofwork.UnitOfWork;
import io.heldby.jdbc.unitofwork.UnitsOfWork;
import io.heldby.lock.Transactions;
import java.sql.SQLException;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/** The tables of this workplace, and the units of work on them. Tables must be there before units of work are. */
@Component
@DependsOnDatabaseInitialization
final class ContractTables {

    final ContractMapper contracts;
    final ItemMapper items;
    final CustomerMapper customers;
    final TermsMapper terms;
    private final UnitsOfWork units;

    ContractTables(Transactions transactions, ChangeLog log, SavedEvents events) throws SQLException {
        contracts = new ContractMapper(log, events);
        items = new ItemMapper();
        customers = new CustomerMapper(log);
        terms = new TermsMapper();
        units = UnitsOfWork.on(transactions)
                .mappers(customers, terms)
                .members(contracts, items)
                .build();
    }

    UnitsOfWork units() {
        return units;
    }

    /** @param by who works, as people know them */
    UnitOfWork begin(String by) {
        return units.begin(by);
    }
}
