package io.heldby.demo.customers;

import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where a customer's fields are kept. The mapper's base class adds the version to every statement. */
final class CustomerMapper extends VersionedMapper<Customer> {

    CustomerMapper() {
        super(VersionedTable.of("customer", "id", Customer::id)
                .column("desk", customer -> customer.desk().name())
                .column("first_name", customer -> customer.text().firstName())
                .column("last_name", customer -> customer.text().lastName())
                .column("email", customer -> customer.text().email())
                .column("phone", customer -> customer.text().phone())
                .column("notes", customer -> customer.text().notes()));
    }

    @Override
    protected Customer read(ResultSet row) throws SQLException {
        return new Customer(
                row.getLong("id"),
                Desk.valueOf(row.getString("desk")),
                new CustomerText(
                        row.getString("first_name"),
                        row.getString("last_name"),
                        row.getString("email"),
                        row.getString("phone"),
                        row.getString("notes")));
    }
}
