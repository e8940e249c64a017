package io.heldby.jdbc.unitofwork;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** As an application would write it. */
final class CustomerMapper extends VersionedMapper<Customer> {

    static final VersionedTable<Customer> TABLE = VersionedTable.of("customer", "id", Customer::id)
            .column("name", Customer::name)
            .column("city", Customer::city)
            .column("since", Customer::since);

    CustomerMapper() {
        this(TABLE);
    }

    CustomerMapper(VersionedTable<Customer> table) {
        super(table);
    }

    @Override
    protected Customer read(ResultSet row) throws SQLException {
        OffsetDateTime since = row.getObject("since", OffsetDateTime.class);
        return new Customer(
                row.getLong("id"),
                row.getString("name"),
                row.getString("city"),
                since == null ? null : since.toInstant());
    }
}
