package io.heldby.demo.orders;

import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where an order's fields are kept. */
final class OrderMapper extends VersionedMapper<Order> {

    OrderMapper() {
        super(VersionedTable.of("picking_order", "id", Order::id)
                .entity("order")
                .column("customer", Order::customer)
                .column("ship_by", Order::shipBy)
                .column("status", order -> order.status().name()));
    }

    @Override
    protected Order read(ResultSet row) throws SQLException {
        return new Order(
                row.getLong("id"),
                row.getString("customer"),
                row.getString("ship_by"),
                Order.Status.valueOf(row.getString("status")));
    }
}
