package io.heldby.demo.orders;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Loads and stores orders. */
@Repository
class Orders {

    private final OrderMapper mapper = new OrderMapper();
    private final Transactions transactions;
    private final JdbcClient jdbc;

    Orders(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /**
     * Loads an order that should be there.
     *
     * @throws NoSuchOrderException when there is none with that number
     */
    Versioned<Order> load(long id) throws SQLException {
        return transactions
                .run(connection -> mapper.find(connection, id))
                .orElseThrow(() -> new NoSuchOrderException(id));
    }

    /** What is to be picked, in the order of the numbers, then what was done last; at most 50. */
    List<Versioned<Order>> queue() throws SQLException {
        List<Long> ids = jdbc.sql("SELECT id FROM picking_order WHERE id > 0 ORDER BY status DESC, id LIMIT 50")
                .query(Long.class)
                .list();
        return transactions.run(connection -> {
            List<Versioned<Order>> queue = new ArrayList<>();
            for (Long id : ids) {
                mapper.find(connection, id).ifPresent(queue::add);
            }
            return queue;
        });
    }

    List<OrderLine> lines(long id) {
        return jdbc.sql("SELECT line, bin, article, quantity FROM order_line WHERE order_id = ? ORDER BY bin, line")
                .param(id)
                .query(OrderLine.class)
                .list();
    }

    void update(Connection connection, Order order, long expectedVersion, String by) throws SQLException {
        mapper.update(connection, order, expectedVersion, by);
    }

    /** New orders for the queue, numbered on from the last. */
    void add(List<List<OrderLine>> orders, List<String> customers, String by) throws SQLException {
        long last = jdbc.sql("SELECT COALESCE(MAX(id), 10230) FROM picking_order")
                .query(Long.class)
                .single();
        for (int i = 0; i < orders.size(); i++) {
            add(
                    new Order(last + 1 + i, customers.get(i), i < 2 ? "today" : "tomorrow", Order.Status.OPEN),
                    orders.get(i),
                    by);
        }
    }

    void add(Order order, List<OrderLine> lines, String by) throws SQLException {
        transactions.run(connection -> mapper.insert(connection, order, by));
        for (OrderLine line : lines) {
            jdbc.sql("INSERT INTO order_line (order_id, line, bin, article, quantity) VALUES (?, ?, ?, ?, ?)")
                    .params(order.id(), line.line(), line.bin(), line.article(), line.quantity())
                    .update();
        }
    }

    /** With its lines. */
    void delete(Versioned<Order> order, String by) throws SQLException {
        transactions.run(connection -> {
            jdbc.sql("DELETE FROM order_line WHERE order_id = ?")
                    .param(order.value().id())
                    .update();
            mapper.delete(connection, order.value().id(), order.version(), by);
            return true;
        });
    }
}
