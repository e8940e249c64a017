package com.example.bikeshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.unitofwork.OverwriteObserver;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;

/**
 * The same morning in the same shop, with Heldby on the class path and {@code heldby.hibernate.observe=true}: it finds what gets
 * lost, and where, before a line of the shop is changed. Nothing is refused, and the database is the same afterwards.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "heldby.hibernate.observe=true")
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_CLASS) // The morning begins with the data of data.sql.
class WhatHeldbyFindsTest {

    private static String log;

    @Autowired
    private OverwriteObserver observer;

    @Autowired
    private JdbcTemplate database;

    @LocalServerPort
    private int port;

    @BeforeAll
    static void theMorning(@LocalServerPort int port, CapturedOutput output) {
        List<RecordedRun.Answer> unused = RecordedRun.read("a-morning.txt").play("http://localhost:" + port);
        log = output.getAll();
    }

    @Test
    void reportSaysWhichSavesOverwroteWhoseFieldsOnWhichScreen() {
        String report = observer.lostWorkReport();
        System.out.println(report);

        assertThat(report.replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d", "TIME")
                        .lines()
                        .skip(1))
                .containsExactly(
                        "4 saves overwrote what whoever saved had not seen.",
                        "",
                        "POST /customers/{id}: 2 saves",
                        "  TIME  ben overwrote phone (saved by ana TIME), city (saved by ana TIME) of customer 1",
                        "  TIME  ben overwrote street (saved by carla TIME) of customer 3",
                        "",
                        "POST /orders/{id}: 1 save",
                        "  TIME  ben overwrote quantity (saved by carla TIME) of orderLine 1",
                        "",
                        "POST /products/{id}: 1 save",
                        "  TIME  ana overwrote price (changed by nobody who is known) of product 1");
    }

    @Test
    void guardNamesTheStatementThatNobodyIsKnownFor() {
        assertThat(log)
                .containsPattern(
                        "A statement neither compares nor raises the version of product, .*update product"
                                + ".*Called from com\\.example\\.bikeshop\\.product\\.ProductService\\.raisePrices\\(ProductService\\.java:\\d+\\)");
    }

    @Test
    void nothingIsRefusedAndTheDatabaseIsAsWithoutHeldby() {
        assertThat(database.queryForMap("select phone, city from customer where id = 1"))
                .containsEntry("phone", "030-100")
                .containsEntry("city", "Berlin");
        assertThat(database.queryForMap("select version from orders where id = 1"))
                .containsEntry("version", 0);
    }

    @Test
    void twoWritersFindTheCustomersScreen() {
        try (Person ana = Person.signedIn("ana", "http://localhost:" + port)) {
            assertThatThrownBy(
                            () -> TwoTabs.of(ana, "/customers/2/edit", "phone").assertNoLostUpdate())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("what the first wrote is gone");
        }
    }

    @Test
    void twoWritersFindTheOrdersScreen() {
        try (Person ana = Person.signedIn("ana", "http://localhost:" + port)) {
            assertThatThrownBy(() -> TwoTabs.of(ana, "/orders/3/edit", "lines[0].quantity")
                            .writing(number -> String.valueOf(7000 + number))
                            .assertNoLostUpdate())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("what the first wrote is gone");
        }
    }
}
