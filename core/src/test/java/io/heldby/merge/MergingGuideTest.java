package io.heldby.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What docs/merging.md shows. */
class MergingGuideTest {

    // tag::records[]
    record Article(String name, BigDecimal price, String currency, int stock, Set<String> tags, String notes) {}

    record Order(String customer, List<Item> items) {}

    record Item(Long id, String article, int quantity) {}
    // end::records[]

    // tag::rules[]
    static final MergeRules ARTICLE = MergeRules.ask()
            .group("price", "currency")
            .field("stock", MergePolicy.ADD)
            .field("tags", MergePolicy.UNION)
            .field("notes", MergePolicy.TEXT);
    // end::rules[]

    @Test
    void records() {
        Article base = new Article("Pen", new BigDecimal("1.99"), "EUR", 100, Set.of("new"), "Ask Ada.\n");
        Article mine =
                new Article("Pen", new BigDecimal("1.99"), "EUR", 95, Set.of("new", "sale"), "Ask Ada or Bob.\n");
        Article theirs = new Article("Blue pen", new BigDecimal("1.99"), "EUR", 97, Set.of(), "Ask Ada.\nFragile.\n");

        assertThat(merged(base, mine, theirs))
                .isEqualTo("saved "
                        + new Article(
                                "Blue pen",
                                new BigDecimal("1.99"),
                                "EUR",
                                92,
                                Set.of("sale"),
                                "Ask Ada or Bob.\nFragile.\n"));
    }

    private static String merged(Article base, Article mine, Article theirs) {
        // tag::merge[]
        ObjectMerge<Article> merge = ARTICLE.merge(base, mine, theirs);
        if (!merge.complete()) {
            return ask(merge.merge().open());
        }
        // A blue pen, 92 in stock, on sale and no longer new, with both notes.
        return save(merge.value());
        // end::merge[]
    }

    @Test
    void decisions() {
        Article base = new Article("Pen", new BigDecimal("1.99"), "EUR", 100, Set.of(), "");
        Article mine = new Article("Pen", new BigDecimal("2.09"), "EUR", 100, Set.of(), "");
        Article theirs = new Article("Pen", new BigDecimal("2.19"), "USD", 100, Set.of(), "");
        ObjectMerge<Article> merge = ARTICLE.merge(base, mine, theirs);

        // tag::decide[]
        for (MergedField field : merge.merge().open()) {
            System.out.printf(
                    "%s was %s, you: %s, they: %s%n", field.field(), field.base(), field.mine(), field.theirs());
        }
        Article decided = merge.decided(Map.of("price", new BigDecimal("2.19"), "currency", "USD"));
        // end::decide[]

        assertThat(decided).isEqualTo(theirs);
    }

    @Test
    void children() {
        Order base = new Order("Ada", List.of(new Item(4711L, "pen", 10), new Item(4712L, "ink", 1)));
        Order mine = new Order("Ada", List.of(new Item(4711L, "pen", 12), new Item(null, "pad", 1)));
        Order theirs = new Order("Ada", List.of(new Item(4711L, "pen", 11), new Item(4712L, "ink", 1)));

        // tag::children[]
        MergeRules rules = MergeRules.ask().children("items", "id", MergeRules.ask());
        ObjectMerge<Order> merge = rules.merge(base, mine, theirs);
        Order decided = merge.decided(Map.of("items[4711].quantity", 12));
        // end::children[]

        assertThat(merge.merge().open()).extracting(MergedField::field).containsExactly("items[4711].quantity");
        assertThat(decided).isEqualTo(new Order("Ada", List.of(new Item(4711L, "pen", 12), new Item(null, "pad", 1))));
    }

    @Test
    void texts() {
        String base = "Call at noon, please.\n";
        String mine = "Call at one, please.\n";
        String theirs = "Call me at two.\n";

        // tag::text[]
        TextMerge merge = TextMerge.of(base, mine, theirs);
        for (TextMerge.Conflict conflict : merge.conflicts()) {
            System.out.printf("\"%s\" or \"%s\"?%n", conflict.mine(), conflict.theirs());
        }
        // end::text[]

        assertThat(merge.complete()).isFalse();
    }

    private static String ask(List<MergedField> open) {
        return "asked about " + open;
    }

    private static String save(Article article) {
        return "saved " + article;
    }
}
