package io.heldby.demo.tickets;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Loads and stores tickets. */
@Repository
class Tickets {

    private static final String CUSTOMERS = """
            SELECT c.id, c.name,
                   (SELECT COUNT(*) FROM support_ticket t WHERE t.customer_id = c.id AND t.answer IS NULL) AS open
              FROM support_customer c
             WHERE c.id > 0
             ORDER BY c.name, c.id
             LIMIT 50""";

    private static final String OF_CUSTOMER = """
            SELECT id, customer_id, subject, question, answer, answered_by
              FROM support_ticket
             WHERE customer_id = ?
             ORDER BY CASE WHEN answer IS NULL THEN 0 ELSE 1 END, id
             LIMIT 50""";

    private static final String ANSWER = """
            UPDATE support_ticket
               SET answer = ?, answered_by = ?
             WHERE id = ?
               AND customer_id = ?
               AND answer IS NULL""";

    private final JdbcClient jdbc;

    Tickets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<SupportCustomer> customers() {
        return jdbc.sql(CUSTOMERS).query(SupportCustomer.class).list();
    }

    /**
     * A customer's name.
     *
     * @throws NoSuchTicketException when there is none with that number
     */
    String nameOf(long customer) {
        return jdbc.sql("SELECT name FROM support_customer WHERE id = ?")
                .param(customer)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new NoSuchTicketException("customer " + customer));
    }

    List<SupportTicket> of(long customer) {
        return jdbc.sql(OF_CUSTOMER).param(customer).query(SupportTicket.class).list();
    }

    /** @return whether the ticket was there, of that customer, and without an answer */
    boolean answer(long customer, long ticket, String text, String by) {
        return jdbc.sql(ANSWER).params(text, by, ticket, customer).update() == 1;
    }

    void open(long customer, String subject, String question) {
        jdbc.sql("""
                        INSERT INTO support_ticket (id, customer_id, subject, question)
                        SELECT COALESCE(MAX(id), 500) + 1, ?, ?, ? FROM support_ticket""").params(customer, subject, question).update();
    }
}
