package io.heldby.jdbc.unitofwork;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Arrays;
import javax.sql.DataSource;

/** The real driver in all but one thing: it does not say how many rows it changed. */
final class ForgetfulDriver {

    private ForgetfulDriver() {}

    static DataSource answering(int rows, DataSource real) {
        return proxy(
                DataSource.class,
                real,
                (name, result) -> result instanceof Connection connection ? answering(rows, connection) : result);
    }

    static Connection answering(int rows, Connection real) {
        return proxy(
                Connection.class,
                real,
                (name, result) ->
                        name.equals("prepareStatement") ? statement(rows, (PreparedStatement) result) : result);
    }

    private static PreparedStatement statement(int rows, PreparedStatement real) {
        return proxy(PreparedStatement.class, real, (name, result) -> switch (name) {
            case "executeUpdate" -> rows;
            case "executeBatch" ->
                Arrays.stream((int[]) result).map(count -> rows).toArray();
            default -> result;
        });
    }

    private static <T> T proxy(Class<T> type, T real, Change change) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            try {
                return change.of(method.getName(), method.invoke(real, args));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private interface Change {
        Object of(String method, Object result);
    }
}
