package io.heldby.demo.contracts;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A customer who moved while somebody worked on their contract, and what that does to the tax.
 *
 * @param who has entered it
 * @param at when
 * @param before with the tax that the page showed
 * @param after with the tax that follows from where they are now
 */
public record TaxMove(
        Address from, Address to, String who, @Nullable Instant at, Totals before, Totals after) {

    private static final Set<String> ADDRESS = Set.of("city", "country");

    /** @param changed the customer, of the kind {@link Conflict.Kind#READ_CHANGED} */
    static TaxMove of(Conflict changed, Address from, Address to, List<Item> items) {
        ConflictField moved = changed.fields().stream()
                .filter(field -> ADDRESS.contains(field.field()) && field.changedBy() != null)
                .findFirst()
                .orElse(null);
        return new TaxMove(
                from,
                to,
                Objects.requireNonNullElse(moved == null ? changed.modifiedBy() : moved.changedBy(), "somebody"),
                moved == null ? changed.modifiedAt() : moved.changedAt(),
                Totals.of(items, from.country().taxPerMille()),
                Totals.of(items, to.country().taxPerMille()));
    }

    boolean changesTheTax() {
        return before.taxPerMille() != after.taxPerMille();
    }
}
