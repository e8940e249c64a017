package io.heldby.jdbc.unitofwork;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** The real database, but some commits end badly. */
final class GivingUpDriver {

    private final int times;
    private final boolean answerLost;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();

    private GivingUpDriver(int times, boolean answerLost) {
        this.times = times;
        this.answerLost = answerLost;
    }

    /** As where two serializable transactions were in each other's way. */
    static GivingUpDriver serializable(int times) {
        return new GivingUpDriver(times, false);
    }

    /** The server commits, but the connection breaks before it can say so. */
    static GivingUpDriver answerLost() {
        return new GivingUpDriver(1, true);
    }

    /** The next commits, as many more as were said, are given up. */
    void start() {
        left.addAndGet(times);
    }

    int givenUp() {
        return givenUp.get();
    }

    DataSource on(DataSource real) {
        return (DataSource) Proxy.newProxyInstance(
                GivingUpDriver.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    Object answer = method.invoke(real, arguments);
                    return answer instanceof Connection connection ? on(connection) : answer;
                });
    }

    private Connection on(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                GivingUpDriver.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("commit") && left.get() > 0) {
                        left.decrementAndGet();
                        givenUp.incrementAndGet();
                        if (answerLost) {
                            real.commit();
                            throw new SQLException("connection reset", "08006");
                        }
                        real.rollback();
                        throw new SQLException("could not serialize access", "40001");
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
