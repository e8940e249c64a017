package io.heldby.benchmarks;

import java.math.BigDecimal;
import java.time.LocalDate;

/** What is saved: a record of usual size, and the version that it was loaded with. */
record Invoice(long id, String customer, String city, int quantity, BigDecimal amount, LocalDate due, long version) {

    static final String BY = "Leia Organa";

    /** The same as a person has changed it: three of its fields. */
    Invoice edited() {
        return new Invoice(
                id,
                customer,
                city.equals("Delft") ? "Leiden" : "Delft",
                quantity + 1,
                amount.add(new BigDecimal("0.05")),
                due,
                version);
    }
}
