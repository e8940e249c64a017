package io.heldby.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;

/**
 * The real database, and what is sent to it: each prepared statement's text, as often as it is executed. Safe for use by many
 * threads.
 */
public final class RecordedStatements {

    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

    /** The same data source, with whatever is prepared on its connections recorded. */
    public DataSource on(DataSource real) {
        return proxy(
                DataSource.class,
                real,
                (name, arguments, answer) -> answer instanceof Connection connection ? on(connection) : answer);
    }

    private Connection on(Connection real) {
        return proxy(
                Connection.class,
                real,
                (name, arguments, answer) -> answer instanceof PreparedStatement statement && arguments != null
                        ? on((String) arguments[0], statement)
                        : answer);
    }

    private PreparedStatement on(String sql, PreparedStatement real) {
        return proxy(PreparedStatement.class, real, (name, arguments, answer) -> {
            if (name.startsWith("execute")) {
                sent.add(sql.replaceAll("\\s+", " ").strip());
            }
            return answer;
        });
    }

    /** What was sent since the last call, in order. */
    public List<String> takeAll() {
        List<String> all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    private static <T> T proxy(Class<T> type, T real, Change change) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return change.of(method.getName(), arguments, method.invoke(real, arguments));
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    private interface Change {
        Object of(String method, Object[] arguments, Object answer);
    }
}
