package io.heldby.demo.customers;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Transactions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Loads and stores customers. Every write but {@link #overwrite} names the version that it is based on. */
@Repository
class Customers {

    /** Before the marriage. */
    static final CustomerText ZAPP = new CustomerText(
            "Zapp",
            "Brannigan",
            "zapp@example.org",
            "+49 30 901820",
            "Captain. Prefers to be called in the afternoon.\nMarriage on Saturday: name changes to Kroker-Brannigan.");

    private final CustomerMapper mapper;
    private final SecureRandom numbers = new SecureRandom();
    private final Transactions transactions;
    private final JdbcClient jdbc;

    Customers(CustomerMapper mapper, Transactions transactions, JdbcClient jdbc) {
        this.mapper = mapper;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    private Optional<Versioned<Customer>> find(long id) throws SQLException {
        return transactions.run(connection -> mapper.find(connection, id));
    }

    /**
     * Loads a customer who should be there.
     *
     * @throws NoSuchCustomerException when there is none with that number at that desk
     */
    Versioned<Customer> load(Desk desk, long id) throws SQLException {
        return find(id).filter(found -> found.value().desk() == desk)
                .orElseThrow(() -> new NoSuchCustomerException(id));
    }

    /** The 50 that were stored last. */
    List<Versioned<Customer>> at(Desk desk) throws SQLException {
        List<Long> ids = jdbc.sql(
                        "SELECT id FROM customer WHERE desk = ? AND id > 0 ORDER BY modified_at DESC, id LIMIT 50")
                .param(desk.name())
                .query(Long.class)
                .list();
        return transactions.run(connection -> {
            List<Versioned<Customer>> found = new ArrayList<>();
            for (Long id : ids) {
                mapper.find(connection, id).ifPresent(found::add);
            }
            return found;
        });
    }

    /**
     * Stores a change inside a transaction.
     *
     * @throws io.heldby.version.ConflictException when the stored version is another
     */
    void update(Connection connection, Customer customer, long expectedVersion, String by) throws SQLException {
        mapper.update(connection, customer, expectedVersion, by);
    }

    /** What so many applications do: the statement does not ask whether the record is still the one that was loaded. */
    void overwrite(Customer customer, String by) {
        CustomerText text = customer.text();
        jdbc.sql("""
                        UPDATE customer SET first_name = ?, last_name = ?, email = ?, phone = ?, notes = ?,
                               version = version + 1, modified_by = ?, modified_at = CURRENT_TIMESTAMP
                         WHERE id = ?""")
                .params(text.firstName(), text.lastName(), text.email(), text.phone(), text.notes(), by, customer.id())
                .update();
    }

    /** Another Zapp Brannigan, not married yet. */
    Customer addZapp(Desk desk, String by) throws SQLException {
        return add(desk, ZAPP, by);
    }

    Customer add(Desk desk, CustomerText text, String by) throws SQLException {
        // Customer numbers of eight digits. A number that is taken is refused by the primary key.
        return add(new Customer(numbers.nextLong(10_000_000, 100_000_000), desk, text), by);
    }

    Customer add(Customer customer, String by) throws SQLException {
        transactions.run(connection -> mapper.insert(connection, customer, by));
        return customer;
    }

    void delete(Versioned<Customer> customer, String by) throws SQLException {
        transactions.run(connection -> {
            mapper.delete(connection, customer.value().id(), customer.version(), by);
            return true;
        });
    }
}
