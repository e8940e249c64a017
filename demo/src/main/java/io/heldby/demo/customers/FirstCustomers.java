package io.heldby.demo.customers;

import java.sql.SQLException;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Gives every desk its first customers, once. */
@Component
class FirstCustomers implements ApplicationRunner {

    private final Customers customers;

    FirstCustomers(Customers customers) {
        this.customers = customers;
    }

    @Override
    public void run(ApplicationArguments arguments) throws SQLException {
        for (Desk desk : Desk.all()) {
            if (customers.at(desk).isEmpty()) {
                customers.add(desk, text("Turanga", "Munda", "munda@example.org", "+49 40 55501"), "Import");
                customers.add(desk, text("Hermes", "Conrad", "conrad@example.org", "+49 40 55502"), "Import");
                customers.add(desk, text("Hattie", "McDoogal", "", "+49 40 55503"), "Import");
                customers.addZapp(desk, "Import");
            }
        }
    }

    private static CustomerText text(String firstName, String lastName, String email, String phone) {
        return new CustomerText(firstName, lastName, email, phone, "");
    }
}
