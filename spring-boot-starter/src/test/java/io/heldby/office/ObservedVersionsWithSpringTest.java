package io.heldby.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.jdbc.unitofwork.ObservedOverwrite;
import io.heldby.jdbc.unitofwork.OverwriteObserver;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Transactions;
import io.heldby.spring.ObservedOverwriteListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application that is just getting versions, and what its operators see. */
@SpringBootTest(
        classes = ClinicApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"spring.datasource.generate-unique-name=true", "customer.versions=observe"})
@Import(ObservedVersionsWithSpringTest.Shop.class)
class ObservedVersionsWithSpringTest {

    private static final List<ObservedOverwrite> TOLD = new ArrayList<>();

    record Customer(long id, String name) {}

    // The code between the tags is in docs/from-lost-updates-to-versions.md.
    // tag::mapper[]
    static final class CustomerMapper extends VersionedMapper<Customer> {

        CustomerMapper(Enforcement enforcement, OverwriteObserver observer) {
            super(VersionedTable.of("customer", "id", Customer::id)
                    .column("name", Customer::name)
                    .enforcement(enforcement, observer));
        }

        @Override
        protected Customer read(ResultSet row) throws SQLException {
            return new Customer(row.getLong("id"), row.getString("name"));
        }
    }
    // end::mapper[]

    @TestConfiguration(proxyBeanMethods = false)
    static class Shop {

        // tag::bean[]
        @Bean
        CustomerMapper customers(
                @Value("${customer.versions:enforce}") Enforcement enforcement, OverwriteObserver observer) {
            return new CustomerMapper(enforcement, observer);
        }
        // end::bean[]

        @Bean
        ObservedOverwriteListener listener() {
            return TOLD::add;
        }
    }

    @Autowired
    CustomerMapper customers;

    @Autowired
    Transactions transactions;

    @Autowired
    OverwriteObserver observer;

    @Autowired
    JdbcTemplate sql;

    @Autowired
    MeterRegistry meters;

    @BeforeEach
    void oneCustomer() throws Exception {
        sql.execute(
                "CREATE TABLE IF NOT EXISTS customer (id BIGINT PRIMARY KEY, name VARCHAR(100),"
                        + " version BIGINT DEFAULT 0 NOT NULL, modified_by VARCHAR(255), modified_at TIMESTAMP WITH TIME ZONE)");
        sql.update("DELETE FROM customer");
        sql.update("INSERT INTO customer (id, name) VALUES (42, 'Brannigan')");
        TOLD.clear();
    }

    @Test
    void operatorsSeeHowOftenAndWhereWorkIsLost() throws Exception {
        save("Kroker-Brannigan", 0, "Leia Organa");
        assertThat(TOLD).isEmpty();

        save("Wong", 0, "Luke Skywalker");
        save("Brannigan", Versioned.UNKNOWN, "Kim Kroker");

        assertThat(TOLD).extracting(ObservedOverwrite::by).containsExactly("Luke Skywalker", "Kim Kroker");
        assertThat(TOLD.get(0).sentence())
                .isEqualTo(
                        "Luke Skywalker saved customer 42 from version 0 over version 1 of Leia Organa; overwritten: name");
        assertThat(TOLD.get(0).callSite()).startsWith(getClass().getName() + ".lambda$save");
        assertThat(counted("old")).isEqualTo(1);
        assertThat(counted("missing")).isEqualTo(1);
        assertThat(observer.counts().keySet()).singleElement().asString().startsWith("customer at io.heldby.office.");
    }

    private void save(String name, long version, String by) throws Exception {
        long unused = transactions.run(connection -> customers.update(connection, new Customer(42, name), version, by));
    }

    private double counted(String version) {
        return meters.get("heldby.observed.overwrites")
                .tags("type", "customer", "version", version)
                .counter()
                .count();
    }
}
