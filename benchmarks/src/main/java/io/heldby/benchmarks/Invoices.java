package io.heldby.benchmarks;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The table that all contestants write. It has far more rows than are changed, and these do not lie side by side. */
record Invoices(DataSource dataSource) {

    private static final int STRIDE = 97;

    private static final String TABLE = """
            CREATE TABLE invoice (
              id BIGINT PRIMARY KEY, customer VARCHAR(100) NOT NULL, city VARCHAR(100) NOT NULL, quantity INTEGER NOT NULL,
              amount NUMERIC(12, 2) NOT NULL, due DATE NOT NULL, version BIGINT NOT NULL,
              modified_by VARCHAR(255), modified_at TIMESTAMP WITH TIME ZONE) WITH (fillfactor = 70)""";

    private static final String ROWS = """
            INSERT INTO invoice
            SELECT n, 'Customer ' || n, 'Delft', 1, 100.00, DATE '2026-01-01' + n % 365, 0, 'Bob Smith', CURRENT_TIMESTAMP
              FROM generate_series(0, 99999) AS n""";

    private static final String SELECT = """
            SELECT id, customer, city, quantity, amount, due, version
              FROM invoice WHERE id % ? = 0 ORDER BY id LIMIT ?""";

    void create() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            statement.execute(ROWS);
            statement.execute("VACUUM ANALYZE invoice");
        }
    }

    /** The first of those that are changed, as they are now. */
    List<Invoice> load(int rows) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, STRIDE);
            select.setInt(2, rows);
            List<Invoice> all = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(new Invoice(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            row.getInt(4),
                            decimal(row, 5),
                            date(row, 6),
                            row.getLong(7)));
                }
            }
            return all;
        }
    }

    /** As if somebody else had saved it. */
    void raiseVersion(long id) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE invoice SET version = version + 1 WHERE id = ?")) {
            update.setLong(1, id);
            update.executeUpdate();
        }
    }

    private static BigDecimal decimal(ResultSet row, int column) throws SQLException {
        return row.getBigDecimal(column);
    }

    private static LocalDate date(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }
}
