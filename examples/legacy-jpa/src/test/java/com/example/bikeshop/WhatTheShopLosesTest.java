package com.example.bikeshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;

/** A morning in which three people work as everybody does, and what of their work is in the database afterwards. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "heldby.hibernate.enabled=false") // As it is without Heldby.
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_CLASS) // The morning begins with the data of data.sql.
class WhatTheShopLosesTest {

    private static List<RecordedRun.Answer> answers;

    @Autowired
    private JdbcTemplate database;

    @BeforeAll
    static void theMorning(@LocalServerPort int port) {
        answers = RecordedRun.read("a-morning.txt").play("http://localhost:" + port);
    }

    @Test
    void everySaveButOneIsSaidToBeDone() {
        assertThat(answers)
                .filteredOn(answer -> answer.step() instanceof Step.Saves)
                .filteredOn(answer -> !answer.text().contains("Saved."))
                .extracting(answer -> answer.step().time() + " " + answer.step().who() + " " + sentence(answer.text()))
                .containsExactly(
                        "09:33 carla All prices were raised by 10 %.",
                        "09:44 ben Somebody else has changed this product meanwhile. Your change was not saved.");
        assertThat(answers).extracting(RecordedRun.Answer::status).containsOnly(200);
    }

    private static String sentence(String text) {
        return text.lines().filter(line -> line.endsWith(".")).findFirst().orElse("says nothing");
    }

    @Test
    void customerLosesWhatAnaSaved() {
        assertThat(customer(1))
                .containsEntry("phone", "030-100")
                .containsEntry("city", "Berlin")
                .containsEntry("credit_limit", decimal("2000.00"));
    }

    @Test
    void customerLosesWhatCarlaSaved() {
        assertThat(customer(3)).containsEntry("street", "Coolsingel 3").containsEntry("email", "post@couriers.example");
    }

    @Test
    void orderLosesTheQuantityThatCarlaSavedThoughItsVersionWasCompared() {
        assertThat(lines(1)).containsExactly("10 x 6.90", "8 x 8.50", "4 x 18.50");
        assertThat(database.queryForMap("select version from orders where id = 1"))
                .containsEntry("version", 0);
    }

    @Test
    void productLosesItsNewPriceThoughItsVersionWasCompared() {
        assertThat(product(1))
                .containsEntry("price", decimal("649.00"))
                .containsEntry("shelf", "Window")
                .containsEntry("version", 1);
    }

    @Test
    void otherProductsKeepTheirNewPrices() {
        assertThat(database.queryForList("select price from product where id > 1 order by id", String.class))
                .containsExactly("7.59", "20.35", "10.78", "3179.00", "59.40");
    }

    @Test
    void everyOtherSaveIsThere() {
        assertThat(product(2)).containsEntry("stock", 112).containsEntry("shelf", "A4");
        assertThat(product(4)).containsEntry("stock", 58).containsEntry("version", 2);
        assertThat(customer(2))
                .containsEntry("version", 0)
                .containsEntry("phone", "020-210")
                .containsEntry("credit_limit", decimal("500.00"));
        assertThat(database.queryForMap("select * from orders where id = 2"))
                .containsEntry("status", "PACKED")
                .containsEntry("remark", "Packed, but the bell is missing")
                .containsEntry("version", 1);
        assertThat(lines(2)).containsExactly("1 x 649.00", "1 x 54.00");
    }

    private Map<String, Object> customer(int id) {
        return database.queryForMap("select * from customer where id = ?", id);
    }

    private Map<String, Object> product(int id) {
        return database.queryForMap("select * from product where id = ?", id);
    }

    private List<String> lines(int order) {
        return database.queryForList(
                "select quantity || ' x ' || price from order_line where order_id = ? order by id",
                String.class,
                order);
    }

    private static BigDecimal decimal(String value) {
        return new BigDecimal(value);
    }
}
