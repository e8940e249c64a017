package io.heldby.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ObjectMergeTest {

    record Article(long id, String name, int stock, Set<String> tags) {}

    record Line(Long id, int quantity) {}

    record Order(String customer, List<Line> lines) {}

    record Period(int from, int to) {
        Period {
            if (from > to) {
                throw new IllegalArgumentException("from %d is after to %d".formatted(from, to));
            }
        }
    }

    private static final MergeRules RULES =
            MergeRules.ask().field("stock", MergePolicy.ADD).field("tags", MergePolicy.UNION);

    @Test
    void recordsAreMergedByTheirComponents() {
        ObjectMerge<Article> merge = RULES.merge(
                new Article(7, "pen", 100, Set.of("new")),
                new Article(7, "red pen", 95, new TreeSet<>(Set.of("new", "red"))),
                new Article(7, "pen", 103, Set.of()));

        assertThat(merge.value()).isEqualTo(new Article(7, "red pen", 98, Set.of("red")));
        assertThat(merge.merge().fields())
                .extracting(MergedField::field)
                .containsExactly("id", "name", "stock", "tags");
    }

    @Test
    void openFieldsMustBeDecidedFirst() {
        ObjectMerge<Article> merge = RULES.merge(
                new Article(7, "pen", 1, Set.of()), new Article(7, "A", 2, Set.of()), new Article(7, "B", 2, Set.of()));

        assertThat(merge.complete()).isFalse();
        assertThatThrownBy(merge::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("both sides changed name, and a person must choose first: give their values to decided(…)");
        assertThat(merge.decided(Map.of("name", "C"))).isEqualTo(new Article(7, "C", 3, Set.of()));
        assertThatThrownBy(() -> merge.decided(Map.of("name", 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field name of " + Article.class.getName() + " is a java.lang.String")
                .hasMessageContaining("cannot be \"5\" (java.lang.Integer)");
        assertThatThrownBy(() -> merge.decided(MergeRulesTest.record("name", "C", "stock", null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a int and cannot be null");
    }

    @Test
    void childrenMayBeRecordsToo() {
        MergeRules rules =
                MergeRules.ask().children("lines", "id", MergeRules.ask().field("quantity", MergePolicy.ADD));
        Order base = new Order("Ada", List.of(new Line(1L, 10), new Line(2L, 20)));

        Order merged = rules.merge(
                        base,
                        new Order("Ada", List.of(new Line(1L, 9), new Line(2L, 20), new Line(null, 5))),
                        new Order("Ada Lovelace", List.of(new Line(1L, 8))))
                .value();

        assertThat(merged).isEqualTo(new Order("Ada Lovelace", List.of(new Line(1L, 7), new Line(null, 5))));
    }

    @Test
    void decisionsReachIntoChildrenThatAreRecords() {
        MergeRules rules = MergeRules.ask().children("lines", "id", MergeRules.ask());

        ObjectMerge<Order> merge = rules.merge(
                new Order("Ada", List.of(new Line(1L, 10))),
                new Order("Ada", List.of(new Line(1L, 9))),
                new Order("Ada", List.of(new Line(1L, 8))));

        assertThat(merge.decided(Map.of("lines[1].quantity", 7))).isEqualTo(new Order("Ada", List.of(new Line(1L, 7))));
    }

    @Test
    void recordThatRefusesWhatTheMergeGivesSaysWhatToDo() {
        ObjectMerge<Period> merge = MergeRules.ask().merge(new Period(10, 20), new Period(18, 20), new Period(10, 12));

        assertThatThrownBy(merge::value)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 18 is after to 12")
                .hasMessageContaining("put fields that must fit together into a group");
    }

    @Test
    void beansAreMergedByTheirGettersAndSetters() {
        ObjectMerge<Customer> merge = MergeRules.ask()
                .merge(
                        new Customer("Ada", true, "ada@example.org"),
                        new Customer("Ada Lovelace", true, "ada@example.org"),
                        new Customer("Ada", false, "ada@example.com"));

        Customer merged = merge.value();

        assertThat(merged.getName()).isEqualTo("Ada Lovelace");
        assertThat(merged.isActive()).isFalse();
        assertThat(merged.getEmail()).isEqualTo("ada@example.com");
        assertThat(merge.merge().fields()).extracting(MergedField::field).containsExactly("email", "name", "active");
    }

    @Test
    void beanThatWouldLoseSomethingIsRefused() {
        assertThatThrownBy(() -> merge(new WithoutSetter()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "WithoutSetter cannot be merged, because its field id has no public setter for a long");
        assertThatThrownBy(() -> merge(new WithoutGetter()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its field secret has no public getter");
        assertThatThrownBy(() -> merge(new WithoutConstructor(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is no record and has no constructor without parameters");
        assertThatThrownBy(() -> merge("text")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> merge(new Object() {})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sidesAreOfOneClass() {
        assertThatThrownBy(() -> MergeRules.ask().<Object>merge(new Line(1L, 1), new Line(1L, 1), new Period(1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give all three of the same class");
    }

    private static void merge(Object bean) {
        MergeRules.ask().<Object>merge(bean, bean, bean);
    }

    static class Contact {
        private String email;

        public String getEmail() {
            return email;
        }

        public void setEmail(String email) {
            this.email = email;
        }

        public String getDomain() {
            return email.substring(email.indexOf('@') + 1);
        }
    }

    static final class Customer extends Contact {
        private String name;
        private boolean active;
        private transient int hash;

        private Customer() {}

        Customer(String name, boolean active, String email) {
            this.name = name;
            this.active = active;
            setEmail(email);
        }

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public boolean isActive() {
            return active;
        }

        public Customer setActive(boolean active) {
            this.active = active;
            return this;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    static final class WithoutSetter {
        private long id;

        public long getId() {
            return id;
        }
    }

    @SuppressWarnings("UnusedVariable") // Which is the point.
    static final class WithoutGetter {
        private String secret;

        public void setSecret(String secret) {
            this.secret = secret;
        }
    }

    static final class WithoutConstructor {
        private int value;

        WithoutConstructor(int value) {
            this.value = value;
        }

        public int getValue() {
            return value;
        }

        public void setValue(int value) {
            this.value = value;
        }
    }
}
