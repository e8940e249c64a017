package io.heldby.demo.contracts;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.merge.MergeRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where customers are kept. City and country are one address: whoever merges takes both of the same person. */
final class CustomerMapper extends VersionedMapper<Customer> {

    static final String ENTITY = "contract_customer";

    CustomerMapper(ChangeLog log) {
        super(VersionedTable.of(ENTITY, "id", Customer::id)
                .column("name", Customer::name)
                .column("city", customer -> customer.address().city())
                .column("country", customer -> customer.address().country().name())
                .merging(MergeRules.ask().group("city", "country"))
                .logged(log));
    }

    @Override
    protected Customer read(ResultSet row) throws SQLException {
        return new Customer(
                row.getLong("id"),
                row.getString("name"),
                new Address(row.getString("city"), Country.valueOf(row.getString("country"))));
    }

    @Override
    protected Customer with(Customer customer, Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> all = new HashMap<>();
        all.put("name", customer.name());
        all.put("city", customer.address().city());
        all.put("country", customer.address().country().name());
        all.putAll(values);
        return of(customer.id(), all);
    }

    /** A customer of all their fields, as the columns have them. */
    static Customer of(long id, Map<String, @Nullable Object> values) {
        return new Customer(
                id, text(values, "name"), new Address(text(values, "city"), Country.valueOf(text(values, "country"))));
    }

    private static String text(Map<String, @Nullable Object> values, String name) {
        return Objects.requireNonNull((String) values.get(name), name);
    }
}
