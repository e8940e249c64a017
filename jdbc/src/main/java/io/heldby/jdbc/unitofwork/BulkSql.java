package io.heldby.jdbc.unitofwork;

import java.util.Collections;
import java.util.stream.Collectors;

/** The statements for one row of a shape, which every database has; built once for each shape. */
record BulkSql(String update, String delete, String insert) {

    static BulkSql of(Shape shape) {
        return new BulkSql(update(shape), delete(shape), insert(shape));
    }

    private static String update(Shape shape) {
        String set = shape.columns().stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
        String raise = shape.versioned()
                ? "%s = %s + 1, %s = ?, %s = CURRENT_TIMESTAMP"
                        .formatted(shape.version(), shape.version(), shape.by(), shape.at())
                : "";
        return "UPDATE %s SET %s WHERE %s"
                .formatted(
                        shape.table(),
                        set.isEmpty() || raise.isEmpty() ? set + raise : set + ", " + raise,
                        whereKeys(shape));
    }

    private static String delete(Shape shape) {
        return "DELETE FROM %s WHERE %s".formatted(shape.table(), whereKeys(shape));
    }

    private static String insert(Shape shape) {
        String marks = String.join(", ", Collections.nCopies(shape.all().size(), "?"));
        String columns = String.join(", ", shape.all());
        return shape.versioned()
                ? "INSERT INTO %s (%s, %s, %s) VALUES (%s, ?, CURRENT_TIMESTAMP)"
                        .formatted(shape.table(), columns, shape.by(), shape.at(), marks)
                : "INSERT INTO %s (%s) VALUES (%s)".formatted(shape.table(), columns, marks);
    }

    private static String whereKeys(Shape shape) {
        return shape.keys().stream().map(key -> key + " = ?").collect(Collectors.joining(" AND "));
    }
}
