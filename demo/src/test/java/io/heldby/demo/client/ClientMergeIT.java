package io.heldby.demo.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.merge.Merge;
import io.heldby.merge.MergePolicy;
import io.heldby.merge.MergeRules;
import io.heldby.merge.MergedField;
import io.heldby.merge.MergedField.Outcome;
import io.heldby.merge.TextMerge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The browser and the server merge alike: what one shows as merged, the other would not ask about. */
class ClientMergeIT extends ClientTest {

    private static final int CASES = 600;
    private static final List<String> WORDS =
            List.of("red", "green", "blue", "Grün,", "你好", "e\u0301t\u00e9", "👨‍👩‍👧", "a\u200db");
    private static final List<String> ENDS = List.of("\n", "\n", "\n", "\r\n");

    private final RandomGenerator random = new Random(20261127);

    @Test
    void textsMergeAsOnTheServer() {
        List<List<String>> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            String base = text();
            cases.add(List.of(base, changed(base), changed(base)));
        }
        cases.add(List.of("", "mine", "theirs"));
        cases.add(List.of("both", "", "theirs"));
        cases.add(List.of("both\n", "mine\n", ""));
        cases.add(List.of("x\n".repeat(300), "x\n".repeat(150) + "y\n" + "x\n".repeat(150), "x\n".repeat(299)));

        Object merged = inBrowser("""
                const { mergeText } = await import("/heldby/lib/text-merge.js");
                return cases.map((texts) => mergeText(...texts));""", cases);

        List<Object> expected = new ArrayList<>();
        for (List<String> texts : cases) {
            expected.add(parts(TextMerge.of(texts.get(0), texts.get(1), texts.get(2))));
        }
        assertThat(expected.toString()).contains("theirs=");
        assertSame(merged, expected, cases);
    }

    @Test
    void recordsMergeAsOnTheServer() {
        List<Map<String, Object>> cases = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            Map<String, MergePolicy> policies = new LinkedHashMap<>();
            policies.put("name", random.nextInt(4) == 0 ? MergePolicy.NEVER : MergePolicy.ASK);
            policies.put("stock", MergePolicy.ADD);
            policies.put("price", MergePolicy.ADD);
            policies.put("notes", MergePolicy.TEXT);
            policies.put("active", MergePolicy.ASK);
            policies.put("tags", MergePolicy.ASK);
            Map<String, Object> base = record();
            Map<String, Object> mine = changed(base);
            Map<String, Object> theirs = changed(base);
            boolean known = random.nextInt(5) > 0;
            MergeRules rules = MergeRules.ask().group("street", "city");
            for (Map.Entry<String, MergePolicy> policy : policies.entrySet()) {
                rules = rules.field(policy.getKey(), policy.getValue());
            }
            expected.add(outcome(known ? rules.merge(base, mine, theirs) : rules.compare(mine, theirs), known));
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("base", known ? json(base) : null);
            one.put("mine", json(mine));
            one.put("theirs", json(theirs));
            Map<String, String> named = new LinkedHashMap<>();
            policies.forEach((field, policy) -> named.put(field, policy.name()));
            one.put("policies", named);
            cases.add(one);
        }

        Object merged = inBrowser("""
                const { merge } = await import("/heldby/lib/merge.js");
                return cases.map(({ base, mine, theirs, policies }) =>
                    merge(base, mine, theirs, policies, [["street", "city"]]));""", cases);

        assertSame(merged, expected, cases);
    }

    @Test
    void withoutABaseEitherSideComesOutWhole() {
        List<List<String>> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            String mine = text().replace("\r", "");
            cases.add(List.of(mine, changed(mine)));
        }

        Object wholes = inBrowser("""
                const { compareLines } = await import("/heldby/lib/text-merge.js");
                return cases.map(([mine, theirs]) => {
                    const parts = compareLines(mine, theirs);
                    const of = (side) => parts.map((part) => part.text ?? part[side]).join("");
                    return [of("mine"), of("theirs")];
                });""", cases);

        assertThat(wholes).isEqualTo(cases);
    }

    private Object inBrowser(String script, Object cases) {
        return open("/empty.html").evaluate("async (cases) => {" + script + "}", cases);
    }

    private static void assertSame(Object merged, List<?> expected, List<?> cases) {
        List<?> results = (List<?>) merged;
        assertThat(results).hasSameSizeAs(expected);
        for (int i = 0; i < cases.size(); i++) {
            assertThat(results.get(i)).as("case %s: %s", i, cases.get(i)).isEqualTo(expected.get(i));
        }
    }

    private static List<Map<String, String>> parts(TextMerge merge) {
        List<Map<String, String>> parts = new ArrayList<>();
        for (TextMerge.Part part : merge.parts()) {
            if (part instanceof TextMerge.Conflict conflict) {
                parts.add(Map.of("base", conflict.base(), "mine", conflict.mine(), "theirs", conflict.theirs()));
            } else {
                parts.add(Map.of("text", ((TextMerge.Settled) part).text()));
            }
        }
        // The browser leaves an empty text without parts, the server with an empty one; either is no text.
        parts.removeIf(Map.of("text", "")::equals);
        return parts;
    }

    private static Map<String, Object> outcome(Merge merge, boolean baseKnown) {
        Map<String, Object> merged = new LinkedHashMap<>();
        List<Object> conflicts = new ArrayList<>();
        List<String> onlyMine = new ArrayList<>();
        List<String> onlyTheirs = new ArrayList<>();
        for (MergedField field : merge.fields()) {
            if (field.outcome() == Outcome.OPEN) {
                Map<String, Object> conflict = new LinkedHashMap<>();
                conflict.put("field", field.field());
                if (baseKnown) {
                    conflict.put("base", json(field.base()));
                }
                conflict.put("mine", json(field.mine()));
                conflict.put("theirs", json(field.theirs()));
                if (!field.together().isEmpty()) {
                    conflict.put("together", field.together());
                }
                conflicts.add(conflict);
            } else {
                merged.put(field.field(), json(field.merged()));
            }
            if (field.outcome() == Outcome.MINE) {
                onlyMine.add(field.field());
            }
            if (field.outcome() == Outcome.THEIRS) {
                onlyTheirs.add(field.field());
            }
        }
        return Map.of("merged", merged, "conflicts", conflicts, "onlyMine", onlyMine, "onlyTheirs", onlyTheirs);
    }

    private Map<String, Object> record() {
        Map<String, Object> record = new LinkedHashMap<>();
        for (String field : List.of("name", "stock", "price", "notes", "active", "tags", "street", "city")) {
            record.put(field, value(field));
        }
        return record;
    }

    private Map<String, Object> changed(Map<String, Object> record) {
        Map<String, Object> changed = new LinkedHashMap<>(record);
        changed.replaceAll((field, value) -> random.nextInt(5) < 2 ? changed(field, value) : value);
        return changed;
    }

    private Object changed(String field, Object value) {
        return field.equals("notes") && value != null ? changed((String) value) : value(field);
    }

    private Object value(String field) {
        if (random.nextInt(10) == 0) {
            return null;
        }
        return switch (field) {
            case "stock" -> random.nextInt(4);
            case "price" -> BigDecimal.valueOf(random.nextInt(-2, 4) * 5L, random.nextInt(3));
            case "notes" -> text();
            case "active" -> random.nextBoolean();
            case "tags" -> List.of(word(), word());
            default -> word();
        };
    }

    /** As it is on the wire: decimals as texts, so that no browser rounds them. */
    private static Object json(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> json = new LinkedHashMap<>();
            map.forEach((field, member) -> json.put(field, json(member)));
            return json;
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value;
    }

    private String text() {
        String end = ENDS.get(random.nextInt(ENDS.size()));
        return joined(random.nextInt(7), this::line, end) + (random.nextBoolean() ? end : "");
    }

    private String line() {
        return joined(random.nextInt(5), this::word, random.nextInt(8) == 0 ? "  " : " ");
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static String joined(int pieces, Supplier<String> piece, String between) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            texts.add(piece.get());
        }
        return String.join(between, texts);
    }

    /** Some lines put in, taken out or with another word; sometimes with other line ends throughout. */
    private String changed(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)")));
        for (int i = random.nextInt(4); i > 0; i--) {
            int place = random.nextInt(lines.size());
            switch (random.nextInt(3)) {
                case 0 -> lines.add(place, line() + "\n");
                case 1 -> lines.set(place, lines.get(place).replaceFirst("\\p{L}+", word()));
                default -> lines.set(place, "");
            }
        }
        String changed = String.join("", lines);
        return random.nextInt(10) == 0 ? changed.replace("\r\n", "\n") : changed;
    }
}
