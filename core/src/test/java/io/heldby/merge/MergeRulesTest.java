package io.heldby.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.merge.MergedField.Outcome;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MergeRulesTest {

    private static final MergeRules ASK = MergeRules.ask();

    @Test
    void fieldThatNobodyChangedStays() {
        assertThat(merged(ASK, "red", "red", "red")).isEqualTo(field("red", "red", "red", "red", Outcome.UNCHANGED));
    }

    @Test
    void whoAloneChangedAFieldHasIt() {
        assertThat(merged(ASK, "red", "blue", "red")).isEqualTo(field("red", "blue", "red", "blue", Outcome.MINE));
        assertThat(merged(ASK, "red", "red", "green")).isEqualTo(field("red", "red", "green", "green", Outcome.THEIRS));
    }

    @Test
    void theSameChangeOfBothIsNoConflict() {
        assertThat(merged(ASK, "red", "blue", "blue")).isEqualTo(field("red", "blue", "blue", "blue", Outcome.SAME));
    }

    @Test
    void personChoosesWhereBothChangedAField() {
        assertThat(merged(ASK, "red", "blue", "green")).isEqualTo(field("red", "blue", "green", null, Outcome.OPEN));
    }

    @Test
    void nullIsAValueLikeOthers() {
        assertThat(merged(ASK, "red", null, "red").outcome()).isEqualTo(Outcome.MINE);
        assertThat(merged(ASK, null, null, "red").outcome()).isEqualTo(Outcome.THEIRS);
        assertThat(merged(ASK, "red", null, null).outcome()).isEqualTo(Outcome.SAME);
        assertThat(merged(ASK, "red", null, "green").open()).isTrue();
    }

    @Test
    void mineAndTheirsPreferASideWhereBothChangedTheField() {
        assertThat(merged(policy(MergePolicy.MINE), "red", "blue", "green").merged())
                .isEqualTo("blue");
        assertThat(merged(policy(MergePolicy.THEIRS), "red", "blue", "green").merged())
                .isEqualTo("green");
        assertThat(merged(policy(MergePolicy.MINE), "red", "red", "green").merged())
                .isEqualTo("green");
        assertThat(merged(policy(MergePolicy.THEIRS), "red", "blue", "red").merged())
                .isEqualTo("blue");
    }

    @Test
    void neverAsksAlsoWhenOnlyTheyChangedTheField() {
        MergeRules never = policy(MergePolicy.NEVER);

        assertThat(merged(never, "A", "A", "B").open()).isTrue();
        assertThat(merged(never, "A", "C", "B").open()).isTrue();
        assertThat(merged(never, "A", "B", "B").outcome()).isEqualTo(Outcome.SAME);
        assertThat(merged(never, "A", "B", "A").outcome()).isEqualTo(Outcome.MINE);
    }

    @Test
    void addKeepsWhatBothTookAndPutIn() {
        assertThat(merged(policy(MergePolicy.ADD), 100, 95, 103)).isEqualTo(field(100, 95, 103, 98, Outcome.COMBINED));
    }

    @Test
    void twoWhoEachTakeFiveOutOfAHundredLeaveNinety() {
        assertThat(merged(policy(MergePolicy.ADD), 100, 95, 95).merged()).isEqualTo(90);
    }

    @Test
    void addKnowsEveryTypeOfNumberAndKeepsIt() {
        assertThat(sum((byte) 10, (byte) 11, (byte) 12)).isEqualTo((byte) 13);
        assertThat(sum((short) 10, (short) 11, (short) 12)).isEqualTo((short) 13);
        assertThat(sum(10L, 11L, 12L)).isEqualTo(13L);
        assertThat(sum(BigInteger.TEN, BigInteger.ONE, BigInteger.TWO)).isEqualTo(BigInteger.valueOf(-7));
        assertThat(sum(1.0, 1.2, 1.3)).isEqualTo(1.5);
        assertThat(sum(1.0f, 1.2f, 1.3f)).isEqualTo(1.5f);
        assertThat(sum(new BigDecimal("10.00"), new BigDecimal("9.5"), new BigDecimal("12.255")))
                .isEqualTo(new BigDecimal("11.755"));
    }

    @Test
    void sumThatDoesNotFitIsOpenAndNeverWraps() {
        assertThat(sum((byte) 100, (byte) 127, (byte) 127)).isNull();
        assertThat(sum(0, Integer.MAX_VALUE, 1)).isNull();
        assertThat(sum(0L, Long.MIN_VALUE, -1L)).isNull();
        assertThat(sum(0.0, Double.MAX_VALUE, Double.MAX_VALUE)).isNull();
        assertThat(sum(0.0, Double.NaN, 1.0)).isNull();
        assertThat(sum(BigDecimal.ZERO, new BigDecimal("1E+999999999"), BigDecimal.ONE))
                .isNull();
        assertThat(sum(Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Integer.MIN_VALUE))
                .isNull();
    }

    @Test
    void addAsksWhereOneOfThemHasNoNumber() {
        assertThat(sum(null, 5, 7)).isNull();
        assertThat(sum(null, 5, 5)).isNull();
        assertThat(sum(5, null, 7)).isNull();
        assertThat(merged(policy(MergePolicy.ADD), 5, null, null).outcome()).isEqualTo(Outcome.SAME);
        assertThat(merged(policy(MergePolicy.ADD), null, null, 7).merged()).isEqualTo(7);
    }

    @Test
    void unionHasWhatEitherPutInAndNotWhatEitherTookOut() {
        MergedField tags = merged(
                policy(MergePolicy.UNION),
                Set.of("new", "sale", "old"),
                Set.of("new", "red", "old"),
                Set.of("new", "sale", "big"));

        assertThat(tags.merged()).isEqualTo(Set.of("new", "red", "big"));
        assertThat(tags.outcome()).isEqualTo(Outcome.COMBINED);
    }

    @Test
    void unionIsOfTheKindOfTheirs() {
        MergeRules union = policy(MergePolicy.UNION);

        assertThat(merged(union, List.of(3, 1), List.of(3, 1, 2), List.of(1, 3, 3, 4))
                        .merged())
                .isEqualTo(List.of(1, 3, 4, 2));
        assertThat(merged(union, sorted(3), sorted(3, 1), sorted(3, 2)).merged())
                .isInstanceOfSatisfying(TreeSet.class, set -> assertThat(set).containsExactly(3, 2, 1));
        assertThat(merged(union, null, List.of(1), Set.of(2)).merged()).isEqualTo(Set.of(2, 1));
        assertThat(merged(union, Set.of(1), null, Set.of(1, 2)).merged()).isEqualTo(Set.of(2));
    }

    @Test
    void groupIsOfOneSide() {
        MergeRules address = ASK.group("zip", "city");

        assertThat(address.merge(address("10115", "Berlin"), address("20095", "Hamburg"), address("10115", "Berlin"))
                        .values())
                .isEqualTo(address("20095", "Hamburg"));
        assertThat(address.merge(address("10115", "Berlin"), address("10115", "Berlin"), address("10117", "Berlin"))
                        .values())
                .isEqualTo(address("10117", "Berlin"));
        assertThat(address.merge(address("10115", "Berlin"), address("10117", "Berlin"), address("10117", "Berlin"))
                        .complete())
                .isTrue();
    }

    @Test
    void groupThatBothChangedIsOpenAsAWholeButForWhatNobodyChanged() {
        Merge merge = ASK.group("street", "zip", "city", "country")
                .merge(
                        record("street", "A 1", "zip", "10115", "city", "Berlin", "country", "DE"),
                        record("street", "B 2", "zip", "10117", "city", "Berlin", "country", "DE"),
                        record("street", "A 1", "zip", "10117", "city", "Potsdam", "country", "DE"));

        assertThat(merge.open()).extracting(MergedField::field).containsExactly("street", "zip", "city");
        assertThat(merge.open())
                .allSatisfy(field -> assertThat(field.together()).containsExactly("street", "zip", "city", "country"));
        assertThat(merge.values()).isEqualTo(Map.of("country", "DE"));
    }

    @Test
    void groupPrefersASideAsAWhole() {
        Map<String, Object> base = address("10115", "Berlin");
        Map<String, Object> mine = address("10117", "Berlin");
        Map<String, Object> theirs = address("10115", "Berlin-Mitte");

        assertThat(ASK.group(MergePolicy.MINE, "zip", "city")
                        .merge(base, mine, theirs)
                        .values())
                .isEqualTo(mine);
        assertThat(ASK.group(MergePolicy.THEIRS, "zip", "city")
                        .merge(base, mine, theirs)
                        .values())
                .isEqualTo(theirs);
        assertThat(ASK.group(MergePolicy.NEVER, "zip", "city")
                        .merge(base, base, theirs)
                        .open())
                .extracting(MergedField::field)
                .containsExactly("city");
    }

    @Test
    void excludedFieldIsTheirsAndNobodyIsAsked() {
        MergedField views = merged(ASK.exclude("it"), 7, 8, 9);

        assertThat(views).isEqualTo(field(7, 8, 9, 9, Outcome.THEIRS));
        assertThat(merged(ASK.exclude("it"), 7, 8, 7).merged()).isEqualTo(7);
        assertThat(merged(ASK.exclude("it"), 7, 7, 7).changed()).isFalse();
    }

    @Test
    void arraysAreComparedByTheirElementsAndDecimalsByTheirValue() {
        assertThat(merged(ASK, new byte[] {1}, new byte[] {1}, new byte[] {1}).changed())
                .isFalse();
        assertThat(merged(ASK, new byte[] {1}, new byte[] {2}, new byte[] {2}).outcome())
                .isEqualTo(Outcome.SAME);
        assertThat(merged(ASK, new BigDecimal("1.0"), new BigDecimal("1.00"), new BigDecimal("2"))
                        .outcome())
                .isEqualTo(Outcome.THEIRS);
    }

    @Test
    void withoutABaseEveryDifferenceIsOpen() {
        Merge merge = ASK.field("stock", MergePolicy.ADD)
                .compare(record("name", "Pen", "stock", 5, "price", 2), record("name", "Pen", "stock", 7, "price", 3));

        assertThat(merge.fields())
                .containsExactly(
                        new MergedField("name", "Pen", "Pen", "Pen", "Pen", Outcome.UNCHANGED),
                        new MergedField("stock", null, 5, 7, null, Outcome.OPEN),
                        new MergedField("price", null, 2, 3, null, Outcome.OPEN));
    }

    @Test
    void withoutABaseAPreferenceStillDecides() {
        MergeRules rules = ASK.field("note", MergePolicy.MINE)
                .field("owner", MergePolicy.THEIRS)
                .exclude("views")
                .group(MergePolicy.MINE, "zip", "city");

        Merge merge = rules.compare(
                record("note", "m", "owner", "m", "views", 1, "zip", "1", "city", "M"),
                record("note", "t", "owner", "t", "views", 2, "zip", "1", "city", "T"));

        assertThat(merge.values()).isEqualTo(record("note", "m", "owner", "t", "views", 2, "zip", "1", "city", "M"));
    }

    @Test
    void fieldsComeInTheOrderOfTheRecord() {
        Map<String, Object> record = record("b", 1, "a", 2, "c", 3);

        assertThat(ASK.merge(record, record, record).fields())
                .extracting(MergedField::field)
                .containsExactly("b", "a", "c");
    }

    @Test
    void decisionsCompleteWhatIsOpen() {
        Merge merge = ASK.merge(record("a", 1, "b", 1), record("a", 2, "b", 2), record("a", 3, "b", 1));

        assertThat(merge.decided(Map.of("a", 9))).isEqualTo(record("a", 9, "b", 2));
        assertThatThrownBy(() -> merge.decided(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give a value for each of a");
        assertThatThrownBy(() -> merge.decided(Map.of("a", 9, "z", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no field z; the record has a, b");
    }

    @Test
    void ruleForAFieldThatTheRecordLacksIsAnError() {
        assertThatThrownBy(() -> ASK.field("stok", MergePolicy.ADD)
                        .merge(record("stock", 1), record("stock", 1), record("stock", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "there is a merge rule for field stok, but the record has [stock]: name it as the record does, or drop the rule");
    }

    @Test
    void sidesWithDifferentFieldsAreAnError() {
        assertThatThrownBy(() -> ASK.merge(record("a", 1, "b", 2), record("a", 1), record("a", 1, "b", 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field b is in theirs and not in mine");
        assertThatThrownBy(() -> ASK.merge(record("a", 1, "b", 2), record("a", 1), record("a", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field b is in base and not in theirs");
    }

    @Test
    void valueThatAPolicyCannotMergeIsAnErrorAlsoWhereNobodyChangedIt() {
        assertThatThrownBy(() -> merged(policy(MergePolicy.ADD), 1, "many", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field it merges as ADD and needs a number")
                .hasMessageContaining("but mine is \"many\" (java.lang.String)");
        assertThatThrownBy(() -> merged(policy(MergePolicy.UNION), "a", "a", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a collection, such as a Set, but base is \"a\"");
        assertThatThrownBy(() -> merged(policy(MergePolicy.TEXT), null, null, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a String, but theirs is \"7\" (java.lang.Integer)");
    }

    @Test
    void fieldHasOneRule() {
        assertThatThrownBy(() -> ASK.group("zip", "city").field("zip", MergePolicy.MINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field zip has a merge rule already");
        assertThatThrownBy(() -> ASK.group("zip")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"ADD", "UNION", "TEXT"})
    void groupChoosesASideAndCombinesNothing(MergePolicy policy) {
        assertThatThrownBy(() -> ASK.group(policy, "amount", "currency"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[amount, currency] are to merge as one");
    }

    private static MergeRules policy(MergePolicy policy) {
        return ASK.field("it", policy);
    }

    private static Object sum(Number base, Number mine, Number theirs) {
        return merged(policy(MergePolicy.ADD), base, mine, theirs).merged();
    }

    private static Set<Integer> sorted(Integer... values) {
        TreeSet<Integer> set = new TreeSet<>(Collections.reverseOrder());
        Collections.addAll(set, values);
        return set;
    }

    private static MergedField merged(MergeRules rules, Object base, Object mine, Object theirs) {
        return rules.merge(record("it", base), record("it", mine), record("it", theirs))
                .fields()
                .get(0);
    }

    private static MergedField field(Object base, Object mine, Object theirs, Object merged, Outcome outcome) {
        return new MergedField("it", base, mine, theirs, merged, outcome);
    }

    private static Map<String, Object> address(String zip, String city) {
        return record("zip", zip, "city", city);
    }

    static Map<String, Object> record(Object... namesAndValues) {
        Map<String, Object> record = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            record.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return record;
    }
}
