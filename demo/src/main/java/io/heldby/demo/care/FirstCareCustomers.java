package io.heldby.demo.care;

import java.util.Locale;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** The first callers, once. */
@Component
class FirstCareCustomers implements ApplicationRunner {

    private final CustomerCare care;

    FirstCareCustomers(CustomerCare care) {
        this.care = care;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (care.all().isEmpty()) {
            add(
                    4001,
                    "Hermes Conrad",
                    "0101 555 31",
                    "Port Royal Street 5",
                    "Kingston",
                    "Prefers forms in triplicate.");
            add(
                    4002,
                    "Hattie McDoogal",
                    "0101 555 32",
                    "Cat Lane 12",
                    "New York",
                    "Has seven cats.\nCalls on Mondays.");
            add(4003, "Morbo", "0101 555 33", "Channel Square 2", "New York", "Do not call before noon.");
            add(4004, "Barbados Slim", "0101 555 34", "Limbo Walk 8", "Bridgetown", "");
        }
    }

    private void add(long id, String name, String phone, String street, String city, String notes) {
        String email = name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.org";
        care.add(new Customer(id, name, email, phone, new Address(street, "1" + id, city), notes), 0);
    }
}
