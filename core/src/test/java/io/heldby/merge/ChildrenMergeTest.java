package io.heldby.merge;

import static io.heldby.merge.MergeRulesTest.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.heldby.merge.MergedField.Outcome;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Orders with items that are found again by their id. */
class ChildrenMergeTest {

    private static final MergeRules RULES = MergeRules.ask()
            .children(
                    "items",
                    "id",
                    MergeRules.ask().field("stock", MergePolicy.ADD).exclude("views"));

    private static final Map<String, Object> PEN = item(1, "pen", 10);
    private static final Map<String, Object> INK = item(2, "ink", 20);
    private static final Map<String, Object> PAD = item(3, "pad", 30);
    private static final Map<String, Object> CUP = item(4, "cup", 40);

    @Test
    void childThatBothChangedIsMergedFieldByField() {
        Merge merge = merge(List.of(PEN, INK), List.of(item(1, "red pen", 9), INK), List.of(item(1, "pen", 8), INK));

        assertThat(merge.values().get("items")).isEqualTo(List.of(item(1, "red pen", 7), INK));
        assertThat(items(merge).outcome()).isEqualTo(Outcome.COMBINED);
    }

    @Test
    void openFieldOfAChildIsNamedByItsKey() {
        Merge merge =
                merge(List.of(PEN, INK), List.of(PEN, item(2, "blue ink", 20)), List.of(PEN, item(2, "red ink", 20)));

        assertThat(merge.complete()).isFalse();
        assertThat(merge.values()).doesNotContainKey("items");
        assertThat(merge.open())
                .containsExactly(new MergedField("items[2].name", "ink", "blue ink", "red ink", null, Outcome.OPEN));
    }

    @Test
    void whatEitherSideAddedIsAddedAndWhatEitherRemovedIsRemoved() {
        Merge merge = merge(List.of(PEN, INK, PAD), List.of(PEN, INK, CUP), List.of(PEN, PAD, item(9, "new", 1)));

        assertThat(merge.values().get("items")).isEqualTo(List.of(PEN, item(9, "new", 1), CUP));
        assertThat(items(merge).parts())
                .extracting(MergedField::field, MergedField::outcome)
                .containsExactly(
                        tuple("items[1]", Outcome.UNCHANGED),
                        tuple("items[2]", Outcome.THEIRS),
                        tuple("items[3]", Outcome.MINE),
                        tuple("items[9]", Outcome.THEIRS),
                        tuple("items[4]", Outcome.MINE));
    }

    @Test
    void childThatOneRemovedAndTheOtherChangedIsOpenAsAWhole() {
        Map<String, Object> changed = item(2, "ink", 19);

        Merge iRemoved = merge(List.of(PEN, INK), List.of(PEN), List.of(PEN, changed));
        assertThat(iRemoved.open())
                .containsExactly(new MergedField("items[2]", INK, null, changed, null, Outcome.OPEN));

        Merge theyRemoved = merge(List.of(PEN, INK), List.of(PEN, changed), List.of(PEN));
        assertThat(theyRemoved.open())
                .containsExactly(new MergedField("items[2]", INK, changed, null, null, Outcome.OPEN));
    }

    @Test
    void changeOfAnExcludedFieldDoesNotKeepARemovedChild() {
        Map<String, Object> seen = new LinkedHashMap<>(INK);
        seen.put("views", 99);

        assertThat(merge(List.of(PEN, INK), List.of(PEN), List.of(PEN, seen))
                        .values()
                        .get("items"))
                .isEqualTo(List.of(PEN));
        assertThat(merge(List.of(PEN, INK), List.of(PEN, seen), List.of(PEN))
                        .values()
                        .get("items"))
                .isEqualTo(List.of(PEN));
    }

    @Test
    void bothRemovedItIsNoConflict() {
        Merge merge = merge(List.of(PEN, INK), List.of(PEN), List.of(PEN));

        assertThat(merge.values().get("items")).isEqualTo(List.of(PEN));
        assertThat(items(merge).outcome()).isEqualTo(Outcome.SAME);
    }

    @Test
    void sameKeyAddedByBothIsOpenWhereTheyDiffer() {
        assertThat(merge(List.of(), List.of(PEN), List.of(PEN)).complete()).isTrue();
        assertThat(merge(List.of(), List.of(PEN), List.of(item(1, "pencil", 10)))
                        .open())
                .extracting(MergedField::field)
                .containsExactly("items[1].name");
    }

    @Test
    void newChildrenOfMineNeedNoKeyYet() {
        Merge merge = merge(
                List.of(PEN), List.of(PEN, item(null, "cap", 1), item(null, "clip", 2)), List.of(item(1, "pen", 8)));

        assertThat(merge.values().get("items"))
                .isEqualTo(List.of(item(1, "pen", 8), item(null, "cap", 1), item(null, "clip", 2)));
        assertThatThrownBy(() -> merge(List.of(), List.of(), List.of(item(null, "cap", 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a child in field items of theirs has no id");
    }

    @Test
    void orderIsTheirsAndThenMyAdditions() {
        assertThat(merge(List.of(PEN, INK), List.of(CUP, PEN, INK), List.of(INK, PEN, PAD))
                        .values()
                        .get("items"))
                .isEqualTo(List.of(INK, PEN, PAD, CUP));
    }

    @Test
    void orderIsMineWhenTheyHaveNotTouchedIt() {
        Merge merge = merge(List.of(PEN, INK), List.of(INK, CUP, PEN), List.of(PEN, item(2, "ink", 19)));

        assertThat(merge.values().get("items")).isEqualTo(List.of(item(2, "ink", 19), CUP, PEN));
        assertThat(items(merge(List.of(PEN, INK), List.of(INK, PEN), List.of(PEN, INK)))
                        .outcome())
                .isEqualTo(Outcome.MINE);
    }

    @Test
    void nothingIsSaidAboutSingleChildrenWhenNothingChanged() {
        MergedField items = items(merge(List.of(PEN, INK), List.of(PEN, INK), List.of(PEN, INK)));

        assertThat(items.changed()).isFalse();
        assertThat(items.parts()).isEmpty();
    }

    @Test
    void withoutABaseNobodyKnowsWhoAddedOrRemoved() {
        Merge merge = RULES.compare(
                record("items", List.of(PEN, CUP, item(null, "cap", 1))),
                record("items", List.of(item(1, "pen", 9), INK)));

        assertThat(merge.open())
                .extracting(MergedField::field)
                .containsExactly("items[1].stock", "items[2]", "items[4]");
        assertThat(merge.decided(record("items[1].stock", 9, "items[2]", null, "items[4]", CUP))
                        .get("items"))
                .isEqualTo(List.of(item(1, "pen", 9), CUP, item(null, "cap", 1)));
    }

    @Test
    void keysAreComparedByTheirText() {
        Merge merge = merge(List.of(item(1L, "pen", 10)), List.of(item(1L, "pen", 9)), List.of(item("1", "pen", 10)));

        assertThat(items(merge).parts()).extracting(MergedField::field).containsExactly("items[1]");
    }

    @Test
    void noListAndAnEmptyOneAreDifferent() {
        assertThat(merge(null, List.of(), null).values().get("items")).isEqualTo(List.of());
        assertThat(merge(List.of(PEN), null, List.of(PEN)).values()).containsEntry("items", null);
        assertThat(merge(List.of(PEN), List.of(PEN), null).values()).containsEntry("items", null);
        assertThat(merge(null, List.of(PEN), null).values().get("items")).isEqualTo(List.of(PEN));
        assertThat(merge(null, null, null).values()).containsEntry("items", null);
    }

    @Test
    void setOfChildrenStaysASet() {
        Object merged = merge(Set.of(PEN), Set.of(PEN, CUP), new LinkedHashSet<>(List.of(PEN, INK)))
                .values()
                .get("items");

        assertThat(merged).isEqualTo(Set.of(PEN, INK, CUP));
    }

    @Test
    void childrenOfChildrenAreMergedToo() {
        MergeRules rules = MergeRules.ask().children("orders", "no", RULES);
        Map<String, Object> base = record("orders", List.of(record("no", "A", "items", List.of(PEN, INK))));
        Map<String, Object> mine =
                record("orders", List.of(record("no", "A", "items", List.of(item(1, "red", 9), INK))));
        Map<String, Object> theirs = record("orders", List.of(record("no", "A", "items", List.of(item(1, "blue", 9)))));

        Merge merge = rules.merge(base, mine, theirs);

        assertThat(merge.open()).extracting(MergedField::field).containsExactly("orders[A].items[1].name");
        assertThat(merge.decided(Map.of("orders[A].items[1].name", "violet")))
                .isEqualTo(record("orders", List.of(record("no", "A", "items", List.of(item(1, "violet", 8))))));
    }

    @Test
    void decisionsGoIntoTheList() {
        Map<String, Object> changed = item(2, "ink", 19);
        Merge merge = merge(
                List.of(PEN, INK, PAD),
                List.of(item(1, "red pen", 9), PAD),
                List.of(item(1, "blue pen", 9), changed, PAD));

        assertThat(merge.decided(record("items[1].name", "violet pen", "items[2]", changed))
                        .get("items"))
                .isEqualTo(List.of(item(1, "violet pen", 8), changed, PAD));
        assertThat(merge.decided(record("items[1].name", "violet pen", "items[2]", null))
                        .get("items"))
                .isEqualTo(List.of(item(1, "violet pen", 8), PAD));
        assertThat(merge.decided(record("items[1]", CUP, "items[2]", null, "items[3]", null))
                        .get("items"))
                .isEqualTo(List.of(CUP));
        assertThat(merge.decided(record("items", List.of(CUP))).get("items")).isEqualTo(List.of(CUP));
    }

    @Test
    void decisionsMustBeOfWhatThereIs() {
        Merge merge =
                merge(List.of(PEN, INK), List.of(item(1, "red pen", 9), INK), List.of(item(1, "blue pen", 9), INK));

        assertThatThrownBy(() -> merge.decided(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field items[1].name was changed by both sides");
        assertThatThrownBy(() -> merge.decided(Map.of("items[1].name", "x", "items[7].name", "y")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no field items[7].name");
        assertThatThrownBy(() -> merge.decided(Map.of("items[1].name", "x", "items[1]", CUP)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("items[1].name is decided twice");
    }

    @Test
    void childrenNeedDifferentKeys() {
        assertThatThrownBy(() -> merge(List.of(PEN), List.of(PEN, item(1, "pencil", 1)), List.of(PEN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field items of mine has two children whose id is 1");
    }

    @Test
    void badChildrenAreErrors() {
        assertThatThrownBy(() -> merge(List.of(), "none", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field items merges child by child and needs a collection, but mine is \"none\"");
        assertThatThrownBy(() -> merge(List.of(), Arrays.asList((Object) null), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field items of mine has null among its children");
        assertThatThrownBy(() -> merge(List.of(), List.of(record("no", 1)), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("are found again by id, but one has only [no]");
        assertThatThrownBy(() -> merge(List.of(PEN), List.of(new Item(1)), List.of(PEN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("items[1] is a map as base, a " + Item.class.getName() + " as mine");
        assertThatThrownBy(() -> merge(List.of(PEN), List.of(record("id", 1)), List.of(PEN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field items[1].name is in theirs and not in mine");
    }

    private record Item(int id) {}

    private static Merge merge(Object base, Object mine, Object theirs) {
        return RULES.merge(record("items", base), record("items", mine), record("items", theirs));
    }

    private static MergedField items(Merge merge) {
        return merge.fields().get(0);
    }

    private static Map<String, Object> item(Object id, String name, int stock) {
        return record("id", id, "name", name, "stock", stock, "views", 0);
    }
}
