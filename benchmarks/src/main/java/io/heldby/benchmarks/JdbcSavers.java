package io.heldby.benchmarks;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** By hand: one statement for all rows, which nothing can be faster than, and a JDBC batch. */
final class JdbcSavers {

    static final String FLOOR = "floor: UPDATE … FROM unnest(…) … RETURNING";
    static final String BATCH = "JDBC batch";

    private static final String UPDATE_ALL = """
            UPDATE invoice AS t
               SET customer = u.customer, city = u.city, quantity = u.quantity, amount = u.amount, due = u.due,
                   version = t.version + 1, modified_by = ?, modified_at = CURRENT_TIMESTAMP
              FROM unnest(?, ?, ?, ?, ?, ?, ?) AS u (id, version, customer, city, quantity, amount, due)
             WHERE t.id = u.id AND t.version = u.version
            RETURNING t.id""";

    private static final String UPDATE = """
            UPDATE invoice
               SET customer = ?, city = ?, quantity = ?, amount = ?, due = ?, version = version + 1, modified_by = ?,
                   modified_at = CURRENT_TIMESTAMP
             WHERE id = ? AND version = ?""";

    private JdbcSavers() {}

    static int inOneStatement(Connection connection, List<Invoice> changed) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE_ALL)) {
            update.setString(1, Invoice.BY);
            setArray(update, 2, "bigint", changed, Invoice::id, Long[]::new);
            setArray(update, 3, "bigint", changed, Invoice::version, Long[]::new);
            setArray(update, 4, "varchar", changed, Invoice::customer, String[]::new);
            setArray(update, 5, "varchar", changed, Invoice::city, String[]::new);
            setArray(update, 6, "integer", changed, Invoice::quantity, Integer[]::new);
            setArray(update, 7, "numeric", changed, Invoice::amount, BigDecimal[]::new);
            setArray(update, 8, "date", changed, Invoice::due, LocalDate[]::new);
            try (ResultSet row = update.executeQuery()) {
                int written = 0;
                while (row.next()) {
                    written++;
                }
                return written;
            }
        }
    }

    private static <V> void setArray(
            PreparedStatement statement,
            int index,
            String type,
            List<Invoice> changed,
            Function<Invoice, V> value,
            IntFunction<V[]> array)
            throws SQLException {
        V[] values = array.apply(changed.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(changed.get(i));
        }
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }

    static int inBatch(Connection connection, List<Invoice> changed) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            for (Invoice invoice : changed) {
                update.setString(1, invoice.customer());
                update.setString(2, invoice.city());
                update.setInt(3, invoice.quantity());
                update.setBigDecimal(4, invoice.amount());
                update.setObject(5, invoice.due());
                update.setString(6, Invoice.BY);
                update.setLong(7, invoice.id());
                update.setLong(8, invoice.version());
                update.addBatch();
            }
            return IntStream.of(update.executeBatch()).sum();
        }
    }
}
