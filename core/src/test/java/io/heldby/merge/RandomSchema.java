package io.heldby.merge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Records of some random type, with random rules to merge them. Values are few, so that equal ones meet often. */
final class RandomSchema {

    /** What a law wants to leave out, because it does not hold there. */
    enum Without {
        ADD,
        NEVER,
        EXCLUDED
    }

    enum Kind {
        WORD,
        BYTES,
        NUMBER,
        DECIMAL,
        TAGS,
        LIST,
        TEXT,
        CHILDREN;

        /** A policy that only such fields may have; else one that all may have. */
        MergePolicy own() {
            return switch (this) {
                case NUMBER, DECIMAL -> MergePolicy.ADD;
                case TAGS, LIST -> MergePolicy.UNION;
                case TEXT -> MergePolicy.TEXT;
                case WORD, BYTES, CHILDREN -> MergePolicy.ASK;
            };
        }
    }

    /**
     * One field.
     *
     * @param policy null where it is excluded or has children
     * @param group of which it is part; empty if of none
     * @param children null for a plain value
     */
    record Field(
            String name, Kind kind, MergePolicy policy, boolean excluded, Set<String> group, RandomSchema children) {}

    static final String KEY = "id";

    private static final List<MergePolicy> FOR_ALL =
            List.of(MergePolicy.ASK, MergePolicy.MINE, MergePolicy.THEIRS, MergePolicy.NEVER);
    private static final List<String> WORDS = List.of("red", "green", "blue");
    private static final List<String> LINES = List.of("one two three", "one four three", "five", "", "one two six");

    private final RandomGenerator random;
    private final List<Field> fields = new ArrayList<>();

    RandomSchema(RandomGenerator random, Set<Without> without) {
        this(random, without, random.nextInt(4) == 0 ? 2 : 1);
    }

    private RandomSchema(RandomGenerator random, Set<Without> without, int depth) {
        this.random = random;
        int size = 1 + random.nextInt(5);
        for (int i = 0; i < size; i++) {
            fields.add(field("f" + i, without, depth));
        }
        group(without);
    }

    private Field field(String name, Set<Without> without, int depth) {
        Kind kind = Kind.values()[random.nextInt(depth > 0 ? Kind.values().length : Kind.values().length - 1)];
        if (!without.contains(Without.EXCLUDED) && random.nextInt(10) == 0) {
            return new Field(name, kind == Kind.CHILDREN ? Kind.WORD : kind, null, true, Set.of(), null);
        }
        if (kind == Kind.CHILDREN) {
            return new Field(name, kind, null, false, Set.of(), new RandomSchema(random, without, depth - 1));
        }
        List<MergePolicy> policies = new ArrayList<>(FOR_ALL);
        policies.add(kind.own());
        policies.add(kind.own());
        return new Field(name, kind, allowed(policies, without), false, Set.of(), null);
    }

    private MergePolicy allowed(List<MergePolicy> policies, Set<Without> without) {
        if (without.contains(Without.ADD)) {
            policies.removeIf(MergePolicy.ADD::equals);
        }
        if (without.contains(Without.NEVER)) {
            policies.remove(MergePolicy.NEVER);
        }
        return policies.get(random.nextInt(policies.size()));
    }

    private void group(Set<Without> without) {
        Set<String> names = new LinkedHashSet<>();
        fields.stream()
                .filter(field -> field.policy() != null && random.nextInt(3) == 0)
                .forEach(field -> names.add(field.name()));
        if (names.size() > 1) {
            MergePolicy policy = allowed(new ArrayList<>(FOR_ALL), without);
            fields.replaceAll(field -> names.contains(field.name())
                    ? new Field(field.name(), field.kind(), policy, false, names, null)
                    : field);
        }
    }

    List<Field> fields() {
        return fields;
    }

    MergeRules rules() {
        return rules(false);
    }

    /** The rules of whoever sits on the other side: mine are theirs. */
    MergeRules swapped() {
        return rules(true);
    }

    private MergeRules rules(boolean swapped) {
        MergeRules rules = MergeRules.ask();
        Set<String> grouped = new HashSet<>();
        for (Field field : fields) {
            if (field.excluded()) {
                rules = rules.exclude(field.name());
            } else if (field.children() != null) {
                rules = rules.children(field.name(), KEY, field.children().rules(swapped));
            } else if (field.group().isEmpty()) {
                rules = rules.field(field.name(), swapped ? swapped(field.policy()) : field.policy());
            } else if (grouped.addAll(field.group())) {
                rules = rules.group(
                        swapped ? swapped(field.policy()) : field.policy(),
                        field.group().toArray(String[]::new));
            }
        }
        return rules;
    }

    private static MergePolicy swapped(MergePolicy policy) {
        return switch (policy) {
            case MINE -> MergePolicy.THEIRS;
            case THEIRS -> MergePolicy.MINE;
            default -> policy;
        };
    }

    Map<String, Object> record() {
        Map<String, Object> record = new LinkedHashMap<>();
        fields.forEach(field -> record.put(field.name(), value(field)));
        return record;
    }

    /** The record as somebody leaves it who has worked on it. */
    Map<String, Object> changed(Map<String, Object> before) {
        Map<String, Object> record = new LinkedHashMap<>(before);
        for (Field field : fields) {
            if (random.nextInt(5) < 2) {
                Object value = record.get(field.name());
                record.put(
                        field.name(),
                        field.children() == null || value == null || random.nextInt(10) == 0
                                ? value(field)
                                : changedChildren(field.children(), children(value)));
            }
        }
        return record;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> children(Object value) {
        return value == null ? List.of() : (List<Map<String, Object>>) value;
    }

    /** Some removed, some changed, some moved, some new. */
    private List<Map<String, Object>> changedChildren(RandomSchema schema, List<Map<String, Object>> before) {
        List<Map<String, Object>> after = new ArrayList<>();
        for (Map<String, Object> child : before) {
            int fate = random.nextInt(8);
            if (fate > 0) {
                int place = fate == 1 ? random.nextInt(after.size() + 1) : after.size();
                after.add(place, fate < 4 ? schema.changed(child) : child);
            }
        }
        int key = 1 + random.nextInt(6);
        if (before.stream().noneMatch(child -> child.get(KEY).equals(key))) {
            after.add(random.nextInt(after.size() + 1), schema.child(key));
        }
        return after;
    }

    private Object value(Field field) {
        if (random.nextInt(12) == 0) {
            return null;
        }
        return switch (field.kind()) {
            case WORD -> WORDS.get(random.nextInt(WORDS.size()));
            case BYTES -> new byte[] {(byte) random.nextInt(3)};
            case NUMBER -> random.nextInt(30) == 0 ? (Object) Integer.MAX_VALUE : random.nextInt(4);
            case DECIMAL -> BigDecimal.valueOf(random.nextInt(4) * 10L, random.nextInt(3));
            case TAGS -> new LinkedHashSet<>(words());
            case LIST -> words();
            case TEXT -> text();
            case CHILDREN -> newChildren(field.children());
        };
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(LINES.get(random.nextInt(LINES.size()))).append(i > 1 || random.nextBoolean() ? "\n" : "");
        }
        return text.toString();
    }

    private List<Map<String, Object>> newChildren(RandomSchema schema) {
        List<Map<String, Object>> children = new ArrayList<>();
        for (int key = 1; key <= 4; key++) {
            if (random.nextBoolean()) {
                children.add(random.nextInt(children.size() + 1), schema.child(key));
            }
        }
        return children;
    }

    private Map<String, Object> child(int key) {
        Map<String, Object> child = record();
        child.put(KEY, key);
        return child;
    }

    /** In a form in which the order of collections that have none does not count, nor how a decimal is written. */
    Map<String, Object> normal(Map<String, ?> record) {
        Map<String, Object> normal = new LinkedHashMap<>();
        for (Field field : fields) {
            if (record.containsKey(field.name())) {
                normal.put(field.name(), normal(field, record.get(field.name())));
            }
        }
        return normal;
    }

    private static Object normal(Field field, Object value) {
        if (value == null) {
            return null;
        }
        return switch (field.kind()) {
            case DECIMAL -> ((BigDecimal) value).stripTrailingZeros();
            case BYTES -> List.of(((byte[]) value)[0]);
            case LIST, TAGS -> field.policy() == MergePolicy.UNION ? new HashSet<>((Collection<?>) value) : value;
            case CHILDREN -> {
                Map<Object, Object> byKey = new LinkedHashMap<>();
                children(value)
                        .forEach(child ->
                                byKey.put(child.get(KEY), field.children().normal(child)));
                yield byKey;
            }
            default -> value;
        };
    }
}
