package io.heldby.demo.customers;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.merge.MergePolicy;
import io.heldby.merge.MergeRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a customer's fields are kept. The mapper's base class adds the version to every statement, and logs it. */
final class CustomerMapper extends VersionedMapper<Customer> {

    CustomerMapper(ChangeLog log, SavedEvents events) {
        super(VersionedTable.of("customer", "id", Customer::id)
                .column("desk", customer -> customer.desk().name())
                .column("first_name", "firstName", customer -> customer.text().firstName())
                .column("last_name", "lastName", customer -> customer.text().lastName())
                .column("email", customer -> customer.text().email())
                .column("phone", customer -> customer.text().phone())
                .column("notes", customer -> customer.text().notes())
                .merging(MergeRules.ask().field("notes", MergePolicy.TEXT))
                .logged(log)
                .announced(events));
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

    @Override
    protected Customer with(Customer customer, Map<String, @Nullable Object> values) {
        CustomerText text = customer.text();
        for (Field field : Field.values()) {
            if (values.containsKey(field.formName())) {
                text = text.with(field, Objects.toString(values.get(field.formName()), ""));
            }
        }
        return customer.with(text);
    }
}
