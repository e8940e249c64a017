package io.heldby.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One command over a connection of its own, in the form that Redis understands from a terminal. */
final class RedisWire {

    private static final int MILLIS = 2_000;

    private RedisWire() {}

    /** The answer to a command whose answer is a line or a text, without what marks it as such. */
    static String ask(int port, String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
            socket.setSoTimeout(MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return read(answer, command);
        } catch (IOException failed) {
            throw new UncheckedIOException("no answer from the Redis server on port " + port, failed);
        }
    }

    /** Whether a server on this port is ready. */
    static boolean answers(int port) {
        try {
            return ask(port, "PING").equals("PONG");
        } catch (UncheckedIOException | IllegalStateException notYet) {
            return false;
        }
    }

    private static String read(BufferedReader answer, String command) throws IOException {
        String head = answer.readLine();
        if (head == null || head.startsWith("-")) {
            throw new IllegalStateException("Redis answered " + head + " to " + command);
        }
        if (!head.startsWith("$")) {
            return head.substring(1);
        }
        char[] text = new char[Integer.parseInt(head.substring(1))];
        for (int read = 0; read < text.length; ) {
            int more = answer.read(text, read, text.length - read);
            if (more < 0) {
                throw new IOException("the connection ended in the middle of an answer");
            }
            read += more;
        }
        return new String(text);
    }
}
