package io.heldby.benchmarks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last statement that was prepared, with what was bound to it, to ask PostgreSQL how it runs it: the very
 * statement of the store and not a copy that may have fallen behind. For one thread.
 */
final class ExplainedDataSource {

    private static final String EXECUTION_TIME = "Execution Time: ";

    private final DataSource real;
    private final AtomicReference<Remembered> last = new AtomicReference<>();

    /** One parameter, to be bound again. */
    private interface Binding {
        void to(PreparedStatement statement) throws SQLException;
    }

    private record Remembered(String sql, List<Binding> parameters) {}

    ExplainedDataSource(DataSource real) {
        this.real = real;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(real, method, arguments);
            return result instanceof Connection connection ? remembering(connection) : result;
        });
    }

    /** Of the last statement, run once more. */
    double executionMillis() throws SQLException {
        return plan().stream()
                .filter(line -> line.contains(EXECUTION_TIME))
                .map(line -> line.substring(line.indexOf(EXECUTION_TIME) + EXECUTION_TIME.length()))
                .mapToDouble(millis -> Double.parseDouble(millis.replace(" ms", "")))
                .findFirst()
                .orElseThrow();
    }

    List<String> plan() throws SQLException {
        Remembered statement = last.get();
        if (statement == null) {
            throw new IllegalStateException("no statement was prepared yet");
        }
        try (Connection connection = real.getConnection();
                PreparedStatement explain =
                        connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS) " + statement.sql())) {
            for (Binding parameter : statement.parameters()) {
                parameter.to(explain);
            }
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = explain.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
        }
    }

    private Connection remembering(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = call(connection, method, arguments);
            if (result instanceof PreparedStatement statement && arguments != null) {
                Remembered remembered = new Remembered(String.valueOf(arguments[0]), new ArrayList<>());
                last.set(remembered);
                return remembering(statement, remembered);
            }
            return result;
        });
    }

    private static PreparedStatement remembering(PreparedStatement statement, Remembered remembered) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (arguments != null && method.getName().startsWith("set") && arguments.length > 1) {
                remembered.parameters().add(another -> call(another, method, arguments));
            }
            return call(statement, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
