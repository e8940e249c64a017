package io.heldby.spring.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One call with the program curl, as a reader would type it.
 *
 * @param user who asks; the password is {@code secret}
 * @param options what stands between user and address, such as {@code -H} and its header
 * @param path behind the prefix
 * @param body null for none
 */
record Curl(String user, List<String> options, String path, String body) {

    private static final String SHOWN = "localhost:8080";

    static Curl as(String user, String path, String body, String... options) {
        return new Curl(user, List.of(options), path, body);
    }

    /** The status line, the headers that matter and the body, as curl prints them. */
    record Printed(int status, List<String> headers, String body) {

        private static final List<String> MATTER = List.of("location", "retry-after", "content-type");

        static Printed of(String output) {
            String[] parts = output.replace("\r\n", "\n").split("\n\n", 2);
            List<String> lines = List.of(parts[0].split("\n"));
            return new Printed(
                    Integer.parseInt(lines.get(0).split(" ", -1)[1].strip()),
                    lines.stream()
                            .skip(1)
                            .filter(line -> MATTER.contains(line.split(":", -1)[0].toLowerCase(Locale.ROOT)))
                            .sorted()
                            .toList(),
                    parts.length > 1 ? parts[1].strip() : "");
        }
    }

    Printed run(URI server) {
        List<String> command = new ArrayList<>(List.of("curl", "-s", "-i", "-u", user + ":secret"));
        command.addAll(options);
        if (body != null) {
            command.addAll(List.of("-H", "Content-Type: application/json", "-d", body));
        }
        command.add(server + Api.PREFIX + path);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean endless = options.contains("--max-time");
            if (process.waitFor() != 0 && !endless) {
                throw new AssertionError("curl failed: " + command);
            }
            return Printed.of(output);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException("these tests need the program curl", failed);
        }
    }

    /** An answer that does not end, read for so long. */
    static Curl stream(String user, String path, String seconds, String... options) {
        List<String> all = new ArrayList<>(List.of("-N", "--max-time", seconds));
        all.addAll(List.of(options));
        return new Curl(user, all, path, null);
    }

    /** The command, on lines that fit. */
    String shown() {
        List<String> words = new ArrayList<>(List.of("curl", "-i", "-u", user + ":secret"));
        options.forEach(option -> words.add(quoted(option)));
        words.add(quoted(SHOWN + Api.PREFIX + path));
        String first = "$ " + String.join(" ", words);
        return body == null ? first : first + " \\\n    -H 'Content-Type: application/json' \\\n    -d " + quoted(body);
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:-]+") ? word : "'" + word + "'";
    }

    String method() {
        int named = options.indexOf("-X");
        return named >= 0 ? options.get(named + 1) : body == null ? "GET" : "POST";
    }
}
