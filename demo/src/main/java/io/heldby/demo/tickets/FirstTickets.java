package io.heldby.demo.tickets;

import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Four customers with two questions each, once. */
@Component
class FirstTickets implements ApplicationRunner {

    private static final List<String> CUSTOMERS =
            List.of("Planet Express", "Panucci's Pizza", "Mars University", "Slurm GmbH");

    private final Tickets tickets;
    private final JdbcClient jdbc;

    FirstTickets(Tickets tickets, JdbcClient jdbc) {
        this.tickets = tickets;
        this.jdbc = jdbc;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (!tickets.customers().isEmpty()) {
            return;
        }
        for (int i = 0; i < CUSTOMERS.size(); i++) {
            long id = 42L + i;
            jdbc.sql("INSERT INTO support_customer (id, name) VALUES (?, ?)")
                    .params(id, CUSTOMERS.get(i))
                    .update();
            tickets.open(id, "Invoice twice", "You have sent us the invoice for October twice. Which one is right?");
            tickets.open(id, "Password", "How do I change the password of our account?");
        }
    }
}
