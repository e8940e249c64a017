package io.heldby.demo.contracts;

import io.heldby.jdbc.unitofwork.UnitOfWork;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Three customers and their contracts, at the first start: one unit of work. */
@Component
class FirstContracts implements ApplicationRunner {

    private static final List<Customer> CUSTOMERS = List.of(
            new Customer(301, "Planet Express", new Address("Delft", Country.NL)),
            new Customer(302, "Mars University", new Address("Berlin", Country.DE)),
            new Customer(303, "Slurm GmbH", new Address("Lyon", Country.FR)));

    private final ContractTables tables;
    private final ContractList list;

    FirstContracts(ContractTables tables, ContractList list) {
        this.tables = tables;
        this.list = list;
    }

    @Override
    public void run(ApplicationArguments arguments) throws SQLException {
        if (!list.rows().isEmpty()) {
            return;
        }
        UnitOfWork unit = tables.begin("Import");
        for (Customer customer : CUSTOMERS) {
            unit.registerNew(tables.customers, customer);
        }
        write(unit, 4711, CUSTOMERS.get(0), "Office furniture", List.of("Desk", "Chair", "Lamp"));
        write(unit, 4712, CUSTOMERS.get(1), "Laboratory equipment", List.of("Microscope", "Centrifuge"));
        write(unit, 4713, CUSTOMERS.get(2), "Bottling line", List.of("Filling machine", "Conveyor belt", "Labeller"));
        unit.commit();
    }

    private void write(UnitOfWork unit, long number, Customer customer, String title, List<String> texts) {
        unit.registerNew(
                tables.contracts,
                new Draft(number, customer.id(), title, List.of(), Terms.none(number)).taxedFor(customer));
        for (int i = 0; i < texts.size(); i++) {
            BigDecimal price = BigDecimal.valueOf(40_000L - 15_000L * i, 2);
            unit.registerNew(tables.items, new Item(Item.newId(), number, texts.get(i), 1 + 2 * i, price));
        }
        unit.registerNew(tables.terms, Terms.none(number));
    }
}
