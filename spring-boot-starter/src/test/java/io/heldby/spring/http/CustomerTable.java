package io.heldby.spring.http;

import org.springframework.jdbc.core.JdbcTemplate;

/** The table of {@link CustomerPages}. */
final class CustomerTable {

    private CustomerTable() {}

    /** Has one customer of that id, at version 7; others stay. */
    static void with(JdbcTemplate sql, long id) {
        sql.execute("""
                CREATE TABLE IF NOT EXISTS customer (id BIGINT PRIMARY KEY, name VARCHAR(100), city VARCHAR(100),
                    version BIGINT NOT NULL, modified_by VARCHAR(255), modified_at TIMESTAMP WITH TIME ZONE)""");
        sql.update("DELETE FROM customer WHERE id = ?", id);
        sql.update("INSERT INTO customer VALUES (?, 'Wong', 'Leiden', 7, 'Han', CURRENT_TIMESTAMP)", id);
    }
}
