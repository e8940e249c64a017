package io.heldby.demo.stock;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.merge.MergePolicy;
import io.heldby.merge.MergeRules;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a product's fields are kept, and what becomes of them when two people change them at once. */
final class ProductMapper extends VersionedMapper<Product> {

    /** Of what two people take from a shelf, both is taken; a price is nothing without its currency. */
    private static final MergeRules RULES = MergeRules.ask()
            .field("quantity", MergePolicy.ADD)
            .field("description", MergePolicy.TEXT)
            .group("price", "currency");

    ProductMapper(ChangeLog log, SavedEvents events) {
        super(VersionedTable.of("product", "id", Product::id)
                .column("name", Product::name)
                .column("description", Product::description)
                .column("shelf", Product::shelf)
                .column("quantity", Product::quantity)
                .column("reorder_level", "reorderLevel", Product::reorderLevel)
                .column("price", Product::price)
                .column("currency", Product::currency)
                .merging(RULES)
                .logged(log)
                .announced(events));
    }

    @Override
    protected Product read(ResultSet row) throws SQLException {
        return new Product(
                row.getLong("id"),
                row.getString("name"),
                row.getString("description"),
                row.getString("shelf"),
                row.getLong("quantity"),
                row.getLong("reorder_level"),
                row.getBigDecimal("price"),
                row.getString("currency"));
    }

    @Override
    protected Product with(Product product, Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(of(product));
        all.putAll(values);
        return product(product.id(), all);
    }

    static Product product(long id, Map<String, @Nullable Object> values) {
        return new Product(
                id,
                (String) known(values, "name"),
                (String) known(values, "description"),
                (String) known(values, "shelf"),
                (Long) known(values, "quantity"),
                (Long) known(values, "reorderLevel"),
                (BigDecimal) known(values, "price"),
                (String) known(values, "currency"));
    }

    static Map<String, Object> of(Product product) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", product.name());
        values.put("description", product.description());
        values.put("shelf", product.shelf());
        values.put("quantity", product.quantity());
        values.put("reorderLevel", product.reorderLevel());
        values.put("price", product.price());
        values.put("currency", product.currency());
        return values;
    }

    private static Object known(Map<String, @Nullable Object> values, String field) {
        Object value = values.get(field);
        if (value == null) {
            throw new IllegalArgumentException("a product must have a %s, but it is null".formatted(field));
        }
        return value;
    }
}
