package com.example.bikeshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the pages say to one person, and to two; and what a {@link Person} cannot do there. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ShopPagesTest {

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcTemplate database;

    private Person ana;
    private Person ben;

    @BeforeEach
    void signIn() {
        ana = Person.signedIn("ana", shop());
        ben = Person.signedIn("ben", shop());
    }

    @AfterEach
    void closeBrowsers() {
        ana.close();
        ben.close();
    }

    @Test
    void strangersAreNotSignedIn() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Person.signedIn("dora", shop()))
                .withMessage("dora was not signed in");
    }

    @ParameterizedTest
    @CsvSource({
        "/customers/4/edit, name, ' ', Please fill this in.",
        "/customers/4/edit, creditLimit, -1, This must be at least 0.",
        "/customers/4/edit, email, nowhere, This is not an e-mail address.",
        "/orders/3/edit, customerName, '', Please fill this in.",
        "/orders/3/edit, lines[1].quantity, 0, This must be at least 1.",
        "/orders/3/edit, lines[0].price, '2.890,00', Please enter a number.",
        "/products/5/edit, name, '', Please fill this in.",
        "/products/5/edit, price, -0.01, This must be at least 0.",
        "/products, percent, 2.125, Please enter at most two decimals.",
        "/products, percent, 50.1, This must be at most 50.",
    })
    void wrongValueStaysInTheFormAndIsNotSaved(String path, String field, String value, String message) {
        String before = everything();
        ana.opens(path);
        ana.types(field, value);
        ana.saves();

        assertThat(ana.text()).contains(message).doesNotContain("Saved.");
        assertThat(ana.reads(field)).isEqualTo(value);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void staleProductIsRefusedInItsForm() {
        ana.opens("/products/6/edit");
        ben.opens("/products/6/edit");
        ana.types("stock", "14");
        ana.saves();
        ben.types("shelf", "C3");
        ben.saves();

        assertThat(ben.text()).contains("Somebody else has changed this product meanwhile.");
        assertThat(ben.reads("shelf")).isEqualTo("C3");
        assertThat(database.queryForMap("select stock, shelf from product where id = 6"))
                .containsEntry("stock", 14)
                .containsEntry("shelf", "C2");
    }

    @Test
    void pricesAreRaisedByAPartOfAPercentToo() {
        BigDecimal before = price(5);
        ana.opens("/products");
        ana.types("percent", "2.5");
        ana.saves();

        assertThat(price(5)).isEqualByComparingTo(before.multiply(new BigDecimal("1.025")));
    }

    @Test
    void orderThatWasChangedItselfIsRefused() {
        ana.opens("/orders/3/edit");
        ben.opens("/orders/3/edit");
        ana.types("status", "SHIPPED");
        ana.saves();
        ben.types("remark", "Ring twice");
        ben.saves();

        assertThat(ben.text()).contains("Somebody else has changed this order meanwhile.");
        assertThat(database.queryForMap("select status, remark from orders where id = 3"))
                .containsEntry("status", "SHIPPED")
                .containsEntry("remark", "");
    }

    @Test
    void onlyFieldsThatThePageShowsCanBeTypedInto() {
        ana.opens("/customers/4/edit");
        assertThatIllegalStateException()
                .isThrownBy(() -> ana.types("version", "7"))
                .withMessage("ana has no field version open at /customers/4/edit, only"
                        + " [name, email, phone, street, city, creditLimit]");
        ana.opens("/orders/3/edit");
        assertThatIllegalStateException()
                .isThrownBy(() -> ana.types("status", "LOST"))
                .withMessage("ana cannot choose status=LOST at /orders/3/edit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"opens /customers/99/edit", "saves", "saves phne=1"})
    void stepThatCannotBePlayedIsNamedWithItsLine(String step) {
        RecordedRun run = RecordedRun.parse("run.txt", "09:00 carla opens /customers\n\n09:01 carla " + step);

        assertThatIllegalStateException()
                .isThrownBy(() -> run.play(shop()))
                .withMessageStartingWith("run.txt:3: carla ");
    }

    private BigDecimal price(int product) {
        return database.queryForObject("select price from product where id = ?", BigDecimal.class, product);
    }

    private String shop() {
        return "http://localhost:" + port;
    }

    private String everything() {
        return database.queryForList("select * from customer").toString()
                + database.queryForList("select * from orders")
                + database.queryForList("select * from order_line")
                + database.queryForList("select * from product");
    }
}
