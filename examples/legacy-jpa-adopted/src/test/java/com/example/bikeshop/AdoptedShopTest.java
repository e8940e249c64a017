package com.example.bikeshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The bicycle shop after its adoption commit: what it lost before is told to whoever saves, or before they begin. Each test has
 * records of its own.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class AdoptedShopTest {

    private static final int MOST_CHANGED_LINES = 60;

    @LocalServerPort
    private int port;

    @Autowired
    private LockManager locks;

    @Autowired
    private JdbcTemplate database;

    private Person ana;
    private Person ben;

    @BeforeEach
    void open() {
        ana = Person.signedIn("ana", "http://localhost:" + port);
        ben = Person.signedIn("ben", "http://localhost:" + port);
    }

    @AfterEach
    void close() {
        ana.close();
        ben.close();
    }

    @Test
    void adoptionIsSmall() throws Exception {
        List<String> patch = Files.readAllLines(Path.of("adoption.patch"));

        assertThat(patch)
                .filteredOn(line -> line.matches("[+-].*") && !line.matches("(\\+\\+\\+|---) .*"))
                .hasSizeLessThanOrEqualTo(MOST_CHANGED_LINES);
    }

    @Test
    void whoComesSecondReadsWhoIsEditingBeforeTheyType() {
        ana.opens("/customers/4/edit");
        ben.opens("/customers/4/edit");

        assertThat(ben.status()).isEqualTo(423);
        assertThat(ben.text())
                .matches("(?s)ana has been editing customer 4 since \\d\\d:\\d\\d; free again .*Try again");
    }

    @Test
    void sameForOrders() {
        ana.opens("/orders/2/edit");
        ben.opens("/orders/2/edit");

        assertThat(ben.status()).isEqualTo(423);
        assertThat(ben.text()).contains("ana has been editing order 2 since ");
    }

    @Test
    void whoeverWasTooLateMergesOnTheConflictPageAndNothingIsLost() {
        ana.opens("/customers/1/edit");
        lockEnds("customer", "1");
        ben.opens("/customers/1/edit");
        ben.types("phone", "030-777");
        ben.types("creditLimit", "2000");
        ben.saves();
        lockEnds("customer", "1");

        ana.types("phone", "030-555");
        ana.types("city", "Breda");
        ana.saves();
        assertThat(ana.status()).isEqualTo(409);
        assertThat(ana.text())
                .contains("ben saved customer 1 at ", "Nothing of yours was saved")
                .contains("It was: 030-100", "Theirs: 030-777 (ben, ", "Yours: 030-555")
                .contains("Credit limit", "2000.00 (ben, ", "Breda (yours)");

        ana.types("phone", "030-555");
        ana.saves();
        assertThat(ana.text()).contains("Saved.");
        assertThat(database.queryForMap("select phone, city, credit_limit, version from customer where id = 1"))
                .hasToString("{PHONE=030-555, CITY=Breda, CREDIT_LIMIT=2000.00, VERSION=2}");
    }

    @Test
    void whoeverHasLostTheLockToSomebodyWhoStillEditsReadsThatAndKeepsWhatWasTyped() {
        ana.opens("/customers/3/edit");
        lockEnds("customer", "3");
        ben.opens("/customers/3/edit");

        ana.types("city", "Breda");
        ana.saves();

        assertThat(ana.status()).isEqualTo(423);
        assertThat(ana.text())
                .contains("ben has been editing customer 3 since ", "Nothing of yours was saved", "Breda");
        assertThat(database.queryForObject("select city from customer where id = 3", String.class))
                .isEqualTo("Rotterdam");
    }

    @Test
    void lineOfAnOrderThatSomebodyElseChangedIsNotOverwritten() {
        ana.opens("/orders/1/edit");
        lockEnds("order", "1");
        ben.opens("/orders/1/edit");
        ben.types("lines[0].quantity", "12");
        ben.saves();
        lockEnds("order", "1");

        ana.types("lines[1].price", "8.50");
        ana.saves();

        assertThat(ana.status()).isEqualTo(409);
        assertThat(ana.text()).contains("ben saved order 1 at ", "order line[1] quantity", "12 (ben, ", "8.50");
        assertThat(database.queryForList(
                        "select quantity || ' x ' || price from order_line where order_id = 1 order by id",
                        String.class))
                .containsExactly("12 x 6.90", "8 x 9.80", "4 x 18.50");
    }

    @Test
    void priceThatWasRaisedMeanwhileIsNotPutBack() {
        ana.opens("/products/1/edit");
        ben.opens("/products");
        ben.types("percent", "10");
        ben.saves();

        ana.types("shelf", "Window");
        ana.saves();

        assertThat(ana.text()).contains("Somebody else has changed this product meanwhile");
        assertThat(database.queryForObject("select price from product where id = 1", String.class))
                .isEqualTo("713.90");
    }

    @Test
    void twoWritersFindNothingAnyMore() {
        TwoTabs.of(ana, "/customers/2/edit", "phone").refusalNames("ana").assertNoLostUpdate();
        TwoTabs.of(ana, "/orders/3/edit", "lines[0].quantity")
                .writing(number -> String.valueOf(7000 + number))
                .assertNoLostUpdate();
    }

    /** Ana has gone for lunch. */
    private void lockEnds(String type, String id) {
        locks.holders(LockKey.of(type, id)).forEach(held -> locks.forceRelease(held.lockId(), "test", "lunch"));
    }
}
