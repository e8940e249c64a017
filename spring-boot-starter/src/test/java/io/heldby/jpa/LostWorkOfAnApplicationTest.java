package io.heldby.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.jpa.Office.Clients;
import io.heldby.spring.ObservedOverwriteListener;
import io.heldby.spring.http.Api;
import io.heldby.spring.http.Api.Answered;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** An application that knows nothing of versions yet, and what its operators learn with {@code heldby.hibernate.observe}. */
@SpringBootTest(
        classes = Office.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.generate-unique-name=true",
            "management.endpoints.web.exposure.include=lostwork",
            "heldby.hibernate.observe=true"
        })
@Import(LostWorkOfAnApplicationTest.Listening.class)
class LostWorkOfAnApplicationTest {

    private static final List<String> TOLD = new ArrayList<>();

    @TestConfiguration(proxyBeanMethods = false)
    static class Listening {

        @Bean
        ObservedOverwriteListener listener() {
            return overwrite -> TOLD.add(overwrite.screen() + ": " + overwrite.sentence());
        }
    }

    @LocalServerPort
    int port;

    @Autowired
    Clients clients;

    @Autowired
    MeterRegistry meters;

    @Test
    void reportNamesScreenPeopleAndFields() {
        Api leia = Api.on(port).as("leia");
        Api luke = Api.on(port).as("luke");
        long wong = clients.save(new Client("Wong", "Leiden")).id;
        open(leia, wong);
        open(luke, wong);

        save(luke, wong, "Wong", "Delft");
        save(leia, wong, "Brannigan", "Leiden");

        assertThat(TOLD)
                .containsExactly(
                        "POST /unversioned/{id}: leia saved client %d from version 0 over version 1 of luke; overwritten: city (by luke)"
                                .formatted(wong));
        Answered report = leia.send("GET", "/actuator/lostwork", null);
        assertThat(report.status()).isEqualTo(200);
        assertThat(report.header("Content-Type")).startsWith("text/plain");
        assertThat(report.text())
                .contains("1 save overwrote what whoever saved had not seen.")
                .contains("POST /unversioned/{id}: 1 save")
                .contains("leia overwrote city (saved by luke ")
                .contains(" of client " + wong);
        assertThat(meters.get("heldby.observed.overwrites")
                        .tags("type", "client", "version", "old")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private static void open(Api who, long id) {
        assertThat(who.send("GET", "/unversioned/" + id, null).status()).isEqualTo(200);
    }

    private static void save(Api who, long id, String name, String city) {
        Answered saved = who.send(
                "POST",
                "/unversioned/" + id,
                "{\"name\":\"%s\",\"city\":\"%s\"}".formatted(name, city),
                "Content-Type",
                "application/json");
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
    }
}
