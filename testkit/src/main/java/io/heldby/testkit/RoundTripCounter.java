package io.heldby.testkit;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Counts how often a JDBC driver writes to the server and then waits for what it answers. That is what an operation costs
 * over a network, and it sees what a count of JDBC calls does not: a getter that asks the server, or a BEGIN that travels
 * with the statement behind it.
 *
 * <p>Drivers that take a socket factory's name in their URL find this one under {@link #urlParameter}. The count is one
 * for the whole JVM; safe for use by many threads.
 */
public final class RoundTripCounter extends SocketFactory {

    private static final AtomicLong COUNT = new AtomicLong();

    /** Understood by PostgreSQL's and MariaDB's drivers. */
    public static String urlParameter() {
        return "socketFactory=" + RoundTripCounter.class.getName();
    }

    /** Round trips so far, on all connections that were opened with {@link #urlParameter}. */
    public static long count() {
        return COUNT.get();
    }

    @Override
    public Socket createSocket() {
        return new CountedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return new CountedSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return new CountedSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return new CountedSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return new CountedSocket(host, port);
    }

    private static final class CountedSocket extends Socket {

        private final AtomicBoolean asked = new AtomicBoolean();

        CountedSocket() {}

        CountedSocket(InetAddress host, int port) throws IOException {
            super(host, port);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    asked.set(true);
                    out.write(bytes, from, length);
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    if (asked.getAndSet(false)) {
                        COUNT.incrementAndGet();
                    }
                    return super.read(bytes, from, length);
                }
            };
        }
    }
}
