package io.heldby.demo.stock;

import io.heldby.demo.conflict.NoSuchRecordException;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Transactions;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Loads products; makes and deletes them. They are changed by {@link io.heldby.demo.conflict.MergingSaves}. */
@Repository
class Products {

    private final SecureRandom numbers = new SecureRandom();
    private final ProductMapper mapper;
    private final Transactions transactions;
    private final JdbcClient jdbc;

    Products(ProductMapper mapper, Transactions transactions, JdbcClient jdbc) {
        this.mapper = mapper;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /** @throws NoSuchRecordException when there is none with that number */
    Versioned<Product> load(long id) throws SQLException {
        return transactions
                .run(connection -> mapper.find(connection, id))
                .orElseThrow(() -> new NoSuchRecordException("product", String.valueOf(id)));
    }

    /** The 50 that were stored last. */
    List<Versioned<Product>> all() throws SQLException {
        List<Long> ids = jdbc.sql("SELECT id FROM product WHERE id > 0 ORDER BY modified_at DESC, id LIMIT 50")
                .query(Long.class)
                .list();
        return transactions.run(connection -> {
            List<Versioned<Product>> found = new ArrayList<>();
            for (Long id : ids) {
                mapper.find(connection, id).ifPresent(found::add);
            }
            return found;
        });
    }

    /** A hundred bolts. */
    Product addBolts(String by) throws SQLException {
        // Article numbers of six digits. A number that is taken is refused by the primary key.
        return addBolts(numbers.nextLong(100_000, 1_000_000), by);
    }

    Product addBolts(long id, String by) throws SQLException {
        return add(
                new Product(
                        id,
                        "Bolt M8 × 40",
                        "Hexagon head, galvanised.\nIn boxes of 100.",
                        "A-03-1",
                        100,
                        20,
                        new BigDecimal("0.35"),
                        "EUR"),
                by);
    }

    Product add(Product product, String by) throws SQLException {
        transactions.run(connection -> mapper.insert(connection, product, by));
        return product;
    }

    /** @throws io.heldby.version.ConflictException when it has another version, or is gone already */
    void delete(long id, long version, String by) throws SQLException {
        transactions.run(connection -> {
            mapper.delete(connection, id, version, by);
            return true;
        });
    }
}
