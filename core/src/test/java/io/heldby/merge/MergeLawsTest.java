package io.heldby.merge;

import static io.heldby.merge.MergeDefinition.require;

import io.heldby.merge.RandomSchema.Field;
import io.heldby.merge.RandomSchema.Without;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What holds for every merge, on random records with random rules.
 *
 * <p>{@code -Dheldby.merge.cases=1000000} looks at more of them, {@code -Dheldby.merge.seed=…} at a certain one.
 */
class MergeLawsTest {

    /** Of each schema. */
    private static final int RECORDS = 10;

    private interface Law {
        void check(RandomSchema schema, MergeRules rules, Map<String, Object> base);
    }

    @Test
    void whatOnlyISavedIsTheResult() {
        forEachCase(Set.of(), (schema, rules, base) -> {
            Map<String, Object> mine = schema.changed(base);
            same(schema, rules.merge(base, mine, base), withoutExcluded(schema, base, mine));
        });
    }

    @Test
    void whatOnlyTheySavedIsTheResult() {
        forEachCase(Set.of(Without.NEVER), (schema, rules, base) -> {
            Map<String, Object> theirs = schema.changed(base);
            same(schema, rules.merge(base, base, theirs), theirs);
        });
    }

    @Test
    void whatBothMadeOfItIsTheResult() {
        forEachCase(Set.of(Without.ADD), (schema, rules, base) -> {
            Map<String, Object> both = schema.changed(base);
            same(schema, rules.merge(base, both, both), both);
        });
    }

    @Test
    void whoWasFirstDoesNotMatter() {
        forEachCase(Set.of(Without.NEVER, Without.EXCLUDED), (schema, rules, base) -> {
            Map<String, Object> one = schema.changed(base);
            Map<String, Object> other = schema.changed(base);

            Merge merge = rules.merge(base, one, other);
            Merge swapped = schema.swapped().merge(base, other, one);

            require(names(merge).equals(names(swapped)), "open one way and the other", names(merge), names(swapped));
            Object here = schema.normal(merge.values());
            Object there = schema.normal(swapped.values());
            require(here.equals(there), "one way and the other", here, there);
        });
    }

    @Test
    void noValueIsInventedAndNoneIsLostThatOnlyOneSideChanged() {
        forEachCase(Set.of(), (schema, rules, base) -> {
            Map<String, Object> mine = schema.changed(base);
            Map<String, Object> theirs = schema.changed(base);
            new MergeDefinition(base, mine, theirs)
                    .check(schema, rules.merge(base, mine, theirs).fields());
        });
    }

    @Test
    void whateverIsOpenCanBeDecidedAndTheRestStays() {
        forEachCase(Set.of(), (schema, rules, base) -> {
            Merge merge = rules.merge(base, schema.changed(base), schema.changed(base));
            Map<String, Object> decisions = new LinkedHashMap<>();
            merge.open().forEach(field -> decisions.put(field.field(), field.theirs()));

            Map<String, Object> decided = merge.decided(decisions);

            require(decided.keySet().equals(base.keySet()), "not the same fields", decided, base);
            for (MergedField field : merge.fields()) {
                Object value = decided.get(field.field());
                Object wanted = field.open() ? field.theirs() : field.merged();
                require(!field.parts().isEmpty() || value == wanted, "decided and wanted", value, wanted);
            }
        });
    }

    private static void forEachCase(Set<Without> without, Law law) {
        forEachSeed(RECORDS, random -> {
            RandomSchema schema = new RandomSchema(random, without);
            MergeRules rules = schema.rules();
            for (int record = 0; record < RECORDS; record++) {
                law.check(schema, rules, schema.record());
            }
        });
    }

    /** @param casesOfEach how many cases the law looks at for each seed */
    static void forEachSeed(int casesOfEach, Consumer<RandomGenerator> law) {
        Long certain = Long.getLong("heldby.merge.seed");
        long first = certain == null ? System.nanoTime() : certain;
        int seeds = certain == null ? Integer.getInteger("heldby.merge.cases", 100_000) / casesOfEach : 1;
        for (long seed = first; seed < first + seeds; seed++) {
            try {
                law.accept(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError(
                        "seed %d (-Dheldby.merge.seed=%d): %s".formatted(seed, seed, failed.getMessage()), failed);
            }
        }
    }

    private static void same(RandomSchema schema, Merge merge, Map<String, Object> wanted) {
        require(merge.complete(), "open", merge.open());
        for (Field field : schema.fields()) {
            Object value = merge.values().get(field.name());
            require(MergeDefinition.deepSame(value, wanted.get(field.name())), "merged and wanted", value, wanted);
        }
    }

    /** What I may have written. */
    private static Map<String, Object> withoutExcluded(
            RandomSchema schema, Map<String, Object> base, Map<String, Object> mine) {
        Map<String, Object> written = new LinkedHashMap<>(mine);
        for (Field field : schema.fields()) {
            Object value = mine.get(field.name());
            if (field.excluded()) {
                written.put(field.name(), base.get(field.name()));
            } else if (field.children() != null && value != null) {
                written.put(field.name(), withoutExcluded(field.children(), base.get(field.name()), value));
            }
        }
        return written;
    }

    private static List<Map<String, Object>> withoutExcluded(RandomSchema schema, Object base, Object mine) {
        Map<Object, Map<String, Object>> before = RandomSchema.children(base).stream()
                .collect(Collectors.toMap(child -> child.get(RandomSchema.KEY), child -> child));
        return RandomSchema.children(mine).stream()
                .map(child -> withoutExcluded(schema, before.getOrDefault(child.get(RandomSchema.KEY), child), child))
                .toList();
    }

    private static Set<String> names(Merge merge) {
        return merge.open().stream().map(MergedField::field).collect(Collectors.toSet());
    }
}
