package io.heldby.demo.stock;

import io.heldby.demo.conflict.FormField;
import io.heldby.demo.conflict.RecordForm;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form of a product. */
final class ProductForm implements RecordForm<Product> {

    static final String ENTITY = "product";

    private static final String PRICE = "Price and currency";

    private static final List<FormField> FIELDS = List.of(
            FormField.line("name", "Name", 100),
            FormField.lines("description", "Description", 2000),
            FormField.line("shelf", "Shelf", 20),
            FormField.whole("quantity", "Quantity"),
            FormField.whole("reorderLevel", "Reorder below"),
            FormField.line("price", "Price", 14)
                    .as(price -> price == null ? "" : ((BigDecimal) price).toPlainString(), ProductForm::cents)
                    .in(PRICE),
            FormField.line("currency", "Currency", 3).in(PRICE));

    @Override
    public String entity() {
        return ENTITY;
    }

    @Override
    public String noun() {
        return "product";
    }

    @Override
    public String name(Product product) {
        return product.name();
    }

    @Override
    public String path(String id) {
        return "/stock/" + id;
    }

    @Override
    public String home() {
        return "/stock";
    }

    @Override
    public List<FormField> fields() {
        return FIELDS;
    }

    @Override
    public Product record(String id, Map<String, @Nullable Object> values) {
        return ProductMapper.product(Long.parseLong(id), values);
    }

    @Override
    public Map<String, String> texts(Product product) {
        Map<String, Object> values = ProductMapper.of(product);
        Map<String, String> texts = new LinkedHashMap<>();
        FIELDS.forEach(field -> texts.put(field.name(), field.text().apply(values.get(field.name()))));
        return texts;
    }

    @Override
    public Map<String, String> problems(Map<String, String> texts) {
        return FormField.problems(FIELDS, texts, ProductForm::problem);
    }

    private static @Nullable String problem(String field, String typed) {
        return switch (field) {
            case "name" -> typed.isEmpty() ? "Please enter a name." : null;
            case "shelf" -> typed.isEmpty() ? "Please say where it lies." : null;
            case "quantity" ->
                typed.matches("-[0-9]+")
                        ? "There cannot be fewer than none on the shelf; please count them."
                        : whole(typed, "Please enter how many there are, as a whole number such as 100.");
            case "reorderLevel" -> whole(typed, "Please enter a whole number such as 20.");
            case "price" -> typed.matches("[0-9]{1,9}([.][0-9]{1,2})?") ? null : "Please enter a price such as 12.50.";
            case "currency" -> typed.matches("[A-Z]{3}") ? null : "Please enter three capital letters such as EUR.";
            default -> null;
        };
    }

    private static @Nullable String whole(String typed, String otherwise) {
        return typed.matches("[0-9]{1,9}") ? null : otherwise;
    }

    /** As the column keeps it. */
    private static BigDecimal cents(String typed) {
        return new BigDecimal(typed).setScale(2, RoundingMode.UNNECESSARY);
    }
}
