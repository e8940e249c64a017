package io.heldby.spring.http;

import io.heldby.lock.LockId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Replaces what is different each time (ids, tokens, fences, times) by values that stay. */
final class Placeholders {

    private static final Instant MORNING = Instant.parse("2026-03-02T10:47:00.120Z");
    private static final Map<String, Duration> TIMES = Map.ofEntries(
            Map.entry("acquiredAt", Duration.ZERO),
            Map.entry("since", Duration.ZERO),
            Map.entry("renewedAt", Duration.ZERO),
            Map.entry("askedAt", Duration.ZERO),
            Map.entry("serverTime", Duration.ofSeconds(8)),
            Map.entry("at", Duration.ofSeconds(40)),
            Map.entry("answeredAt", Duration.ofSeconds(40)),
            Map.entry("reservedUntil", Duration.ofSeconds(60)),
            Map.entry("endsAt", Duration.ofMinutes(2)),
            Map.entry("expiresAt", Duration.ofMinutes(3)),
            Map.entry("takeOverFrom", Duration.ofMinutes(5)),
            Map.entry("requestExpiresAt", Duration.ofMinutes(15)),
            Map.entry("keepUntil", Duration.ofSeconds(640)),
            Map.entry("maxUntil", Duration.ofHours(8)));
    private static final UUID GRANT = UUID.fromString("1d9ce1a2-7d54-4a5e-9b53-6d7a0c3a9a70");
    private static final List<String> TOKENS = List.of(
            "Jm2e5lq3TzGx7Zk0w1bUcA",
            "b0Qm4w8RkS2vNfXy7LzHtg",
            "Xc9TfPz1Qv6KjWn3RsYd5A",
            "u7GhE2kMb4LqVxZ8oNiCjw",
            "R5tYp0sDw3FzKcB1mXaQvQ",
            "e4NvL9oHq2JtMwU6bPzGsA",
            "K8fRd3yXc7ViTn0aEmWlOw",
            "z1BqSj5uHg6PoQk4DxFrYA");

    private final Map<String, String> replaced = new LinkedHashMap<>();
    private final Map<String, String> positions = new LinkedHashMap<>();
    private int lockIds;
    private int others;
    private int tokens;
    private int fences = 16;

    /** Learns what occurs in this answer. */
    void learn(JsonNode json) {
        if (json.isArray()) {
            json.forEach(this::learn);
        }
        json.forEachEntry((name, value) -> {
            if (value.isContainer()) {
                learn(value);
            } else {
                learn(nameIn(json, name), value.asString());
            }
        });
    }

    /** Requests do not end as leases do. */
    private static String nameIn(JsonNode json, String name) {
        if (!name.equals("expiresAt") || !json.has("requestId")) {
            return name;
        }
        return json.path("addressee").asString().equals("OPERATORS") ? "maxUntil" : "requestExpiresAt";
    }

    private void learn(String name, String value) {
        switch (name) {
            case "lockId" -> replaced.computeIfAbsent(value, this::lockId);
            case "requestId", "waiterId" -> replaced.computeIfAbsent(value, ignored -> named(0x40 + others++));
            case "token" -> replaced.computeIfAbsent(value, ignored -> TOKENS.get(tokens++));
            case "fence" -> replaced.computeIfAbsent("\"fence\": " + value, ignored -> "\"fence\": " + ++fences);
            case "position" -> position(value);
            case "next" -> {
                if (value.matches("\\d+")) {
                    replaced.putIfAbsent("\"next\": " + value, "\"next\": " + position(value));
                    return;
                }
                replaced.putIfAbsent(value, "MjAyNi0wMy0wMlQxMDo0NzowMC4xMjBaXzE");
            }
            default -> {
                if (TIMES.containsKey(name)) {
                    replaced.putIfAbsent(value, MORNING.plus(TIMES.get(name)).toString());
                }
            }
        }
    }

    private String position(String value) {
        String shown = positions.computeIfAbsent(value, ignored -> "" + (positions.size() + 1));
        replaced.putIfAbsent("\"position\": " + value, "\"position\": " + shown);
        replaced.putIfAbsent("\nid:" + value, "\nid:" + shown);
        return shown;
    }

    private static String named(int number) {
        return new UUID(0x9b2e5a7c11d0417eL, 0x8f3ac42d6e01b000L + number).toString();
    }

    private String lockId(String lockId) {
        UUID grant = new UUID(GRANT.getMostSignificantBits(), GRANT.getLeastSignificantBits() + lockIds++);
        return new LockId(LockId.parse("", lockId).key(), grant).toString();
    }

    String in(String text) {
        String stable = text;
        for (Map.Entry<String, String> one : replaced.entrySet()) {
            stable = stable.replaceAll(
                    Pattern.quote(one.getKey()) + "(?!\\w)", Matcher.quoteReplacement(one.getValue()));
        }
        return stable.replaceAll("(\"expiresInSeconds\": )1[78]\\d", "$1180");
    }
}
