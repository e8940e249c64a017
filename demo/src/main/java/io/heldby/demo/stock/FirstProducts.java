package io.heldby.demo.stock;

import java.math.BigDecimal;
import java.sql.SQLException;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Fills the shelves, once. */
@Component
class FirstProducts implements ApplicationRunner {

    private static final String IMPORT = "Import";

    private final Products products;

    FirstProducts(Products products) {
        this.products = products;
    }

    @Override
    public void run(ApplicationArguments arguments) throws SQLException {
        if (products.all().isEmpty()) {
            add(2001, "Dark matter, canned", "Heavy. Two people to a can.", "C-01-1", 12, 5, "89.00");
            add(2002, "Packing tape", "Brown, 66 m.", "A-03-2", 8, 24, "2.40");
            add(2003, "Parcel label", "Self-adhesive, in sheets of 12.", "A-04-1", 640, 200, "0.04");
            products.addBolts(IMPORT);
        }
    }

    private void add(long id, String name, String description, String shelf, long quantity, long reorder, String price)
            throws SQLException {
        products.add(
                new Product(id, name, description, shelf, quantity, reorder, new BigDecimal(price), "EUR"), IMPORT);
    }
}
