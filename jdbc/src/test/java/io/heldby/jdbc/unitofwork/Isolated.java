package io.heldby.jdbc.unitofwork;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/** An application's data source whose transactions have another isolation level than the database's usual one. */
final class Isolated {

    /** H2's number for what PostgreSQL means by REPEATABLE READ. */
    static final int SNAPSHOT = 6;

    private Isolated() {}

    static DataSource at(int isolation, DataSource dataSource) {
        return (DataSource) Proxy.newProxyInstance(
                Isolated.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(dataSource, arguments);
                        if (answer instanceof Connection connection) {
                            connection.setTransactionIsolation(isolation);
                        }
                        return answer;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
