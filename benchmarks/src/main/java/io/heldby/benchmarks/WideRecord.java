package io.heldby.benchmarks;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** An article with 30 fields, as tables in business applications are. */
record WideRecord(
        long id,
        String name,
        String description,
        String category,
        String supplier,
        String supplierNumber,
        String gtin,
        String shelf,
        String responsible,
        String status,
        int stock,
        int reserved,
        int minimum,
        int maximum,
        int packageSize,
        int views,
        double weight,
        double width,
        double height,
        double depth,
        BigDecimal price,
        BigDecimal cost,
        BigDecimal tax,
        String currency,
        boolean fragile,
        boolean discontinued,
        LocalDate introduced,
        LocalDate reviewed,
        Set<String> tags,
        String note) {

    static WideRecord stored() {
        return new WideRecord(
                7L,
                "Pen",
                "Writes in blue",
                "office",
                "Ink & Co",
                "IC-4711",
                "4006381333931",
                "A-17-3",
                "ada",
                "active",
                100,
                10,
                20,
                500,
                12,
                3000,
                0.02,
                1.2,
                14.5,
                1.2,
                new BigDecimal("1.99"),
                new BigDecimal("0.80"),
                new BigDecimal("0.19"),
                "EUR",
                false,
                false,
                LocalDate.of(2020, 1, 1),
                LocalDate.of(2026, 1, 1),
                Set.of("blue", "office", "new"),
                "");
    }

    WideRecord editedByMe() {
        return new WideRecord(
                id,
                "Blue pen",
                "Writes in blue, for years",
                category,
                supplier,
                supplierNumber,
                gtin,
                "A-17-4",
                "bob",
                status,
                95,
                12,
                25,
                maximum,
                packageSize,
                views,
                weight,
                width,
                height,
                depth,
                new BigDecimal("2.09"),
                cost,
                tax,
                currency,
                fragile,
                discontinued,
                introduced,
                reviewed,
                Set.of("blue", "office", "sale"),
                "Ask Ada");
    }

    WideRecord editedByThem() {
        return new WideRecord(
                id,
                name,
                description,
                category,
                "Ink Inc.",
                supplierNumber,
                gtin,
                shelf,
                "carol",
                status,
                97,
                11,
                minimum,
                maximum,
                packageSize,
                3050,
                0.03,
                width,
                height,
                depth,
                new BigDecimal("2.19"),
                cost,
                tax,
                "USD",
                fragile,
                discontinued,
                introduced,
                LocalDate.of(2026, 6, 1),
                Set.of("blue", "new", "gift"),
                note);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", id);
        map.put("name", name);
        map.put("description", description);
        map.put("category", category);
        map.put("supplier", supplier);
        map.put("supplierNumber", supplierNumber);
        map.put("gtin", gtin);
        map.put("shelf", shelf);
        map.put("responsible", responsible);
        map.put("status", status);
        map.put("stock", stock);
        map.put("reserved", reserved);
        map.put("minimum", minimum);
        map.put("maximum", maximum);
        map.put("packageSize", packageSize);
        map.put("views", views);
        map.put("weight", weight);
        map.put("width", width);
        map.put("height", height);
        map.put("depth", depth);
        map.put("price", price);
        map.put("cost", cost);
        map.put("tax", tax);
        map.put("currency", currency);
        map.put("fragile", fragile);
        map.put("discontinued", discontinued);
        map.put("introduced", introduced);
        map.put("reviewed", reviewed);
        map.put("tags", tags);
        map.put("note", note);
        return map;
    }
}
