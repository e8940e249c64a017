package io.heldby.demo.stock;

import java.math.BigDecimal;

/**
 * A product on the shelf.
 *
 * @param reorderLevel when fewer are left, more are to be ordered
 */
public record Product(
        long id,
        String name,
        String description,
        String shelf,
        long quantity,
        long reorderLevel,
        BigDecimal price,
        String currency) {

    public boolean low() {
        return quantity < reorderLevel;
    }
}
