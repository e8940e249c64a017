package io.heldby.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.hibernate.VersionBypassedException;
import io.heldby.jdbc.Retries;
import io.heldby.jpa.Office.ClientMoves;
import io.heldby.jpa.Office.Clients;
import io.heldby.jpa.Office.Patients;
import io.heldby.jpa.Office.Prescriptions;
import io.heldby.lock.Transactions;
import io.heldby.spring.http.Api;
import io.heldby.spring.http.Api.Answered;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Versions and locks of JPA entities behind Spring Data's repositories, over HTTP. */
@SpringBootTest(
        classes = Office.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.generate-unique-name=true",
            "spring.jpa.open-in-view=true",
            "spring.jackson.visibility.field=any",
            "heldby.hibernate.statement-guard=fail",
            "heldby.http.operator-authority=ROLE_USER"
        })
class JpaOfAnApplicationTest {

    @LocalServerPort
    int port;

    @Autowired
    Clients clients;

    @Autowired
    Patients patients;

    @Autowired
    Prescriptions prescriptions;

    @Autowired
    ClientMoves moves;

    @Autowired
    Transactions transactions;

    private Api leia;

    private Api luke;
    private long wong;
    private long kroker;

    @BeforeEach
    void people() {
        leia = Api.on(port).as("leia");
        luke = Api.on(port).as("luke");
        wong = clients.save(new Client("Wong", "Leiden")).id;
        kroker = patients.save(new Patient("Kroker")).id;
    }

    @Test
    void etagThatWasReadIsTheVersionThatIsSaved() {
        Answered read = leia.send("GET", "/clients/" + wong, null);
        Answered saved = save(leia, read.header("ETag"), "Wong", "Delft");

        assertThat(read.header("ETag")).isEqualTo("\"0\"");
        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.header("ETag")).isEqualTo("\"1\"");
        assertThat(city()).isEqualTo("Delft");
    }

    @Test
    void lateSaveSaysWhoSavedWhatAndWritesNothing() {
        save(luke, "\"0\"", "Wong", "Delft");

        Answered refused = save(leia, "\"0\"", "Wong", "Breda");

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.at("/entity")).isEqualTo("client");
        assertThat(refused.at("/id")).isEqualTo("" + wong);
        assertThat(refused.at("/modifiedBy")).isEqualTo("luke");
        assertThat(refused.at("/modifiedAt")).isNotEmpty();
        assertThat(refused.json().at("/currentVersion").asLong()).isEqualTo(1);
        assertThat(refused.json().at("/conflicts").toString())
                .contains("\"field\":\"city\"")
                .contains("\"mine\":\"Breda\"")
                .contains("\"theirs\":\"Delft\"");
        assertThat(city()).isEqualTo("Delft");
    }

    @Test
    void writeWithoutAVersionIsRefused() {
        Answered refused = leia.send(
                "PUT",
                "/clients/" + wong,
                "{\"name\":\"Wong\",\"city\":\"Breda\"}",
                "Content-Type",
                "application/json");

        assertThat(refused.status()).isEqualTo(428);
    }

    @Test
    void deletingByIdComparesTheVersion() {
        save(luke, "\"0\"", "Wong", "Delft");

        assertThat(leia.send("DELETE", "/clients/" + wong, null, "If-Match", "\"0\"")
                        .status())
                .isEqualTo(412);
        assertThat(clients.existsById(wong)).isTrue();
        assertThat(leia.send("DELETE", "/clients/" + wong, null, "If-Match", "\"1\"")
                        .status())
                .isEqualTo(200);
        assertThat(clients.existsById(wong)).isFalse();
    }

    @Test
    void conflictThatHibernateNoticesByItselfIsAnsweredAlike() {
        save(luke, "\"0\"", "Wong", "Delft");

        Answered refused = leia.send(
                "PUT",
                "/detached/" + wong,
                "{\"name\":\"Wong\",\"city\":\"Breda\"}",
                "Content-Type",
                "application/json",
                "Accept",
                "application/json",
                "If-Match",
                "\"0\"");

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.problem()).isEqualTo("stale-version");
        assertThat(refused.at("/modifiedBy")).isEqualTo("luke");
        assertThat(city()).isEqualTo("Delft");
    }

    @Test
    void saveUnderALockSpansRepositoryCallsAndGivesTheLockBack() {
        Answered granted = leia.acquire("patient", "" + kroker, "tab-1");

        Answered saved = prescribe(leia, granted, "tab-1", 0);

        assertThat(saved.status()).as(saved.toString()).isEqualTo(200);
        assertThat(prescriptions.count()).isEqualTo(1);
        assertThat(patients.findById(kroker).orElseThrow().version).isEqualTo(1);
        assertThat(luke.acquire("patient", "" + kroker, "tab-2").status()).isEqualTo(201);
    }

    @Test
    void lateSaveUnderALockIsAConflictAndTheLockIsKept() {
        Answered granted = leia.acquire("patient", "" + kroker, "tab-1");

        Answered refused = prescribe(leia, granted, "tab-1", 7);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/entity")).isEqualTo("patient");
        assertThat(luke.acquire("patient", "" + kroker, "tab-2").status()).isEqualTo(423);
    }

    @Test
    void whoGetsTheLockReadsWhatIsStoredNow() {
        Answered opened = leia.send("POST", "/patients/" + kroker + "/edit", "");

        assertThat(opened.text()).isEqualTo("Brannigan, Brannigan");
    }

    @Test
    void forgottenLockIsRefused() {
        assertThat(rename(leia).status()).isEqualTo(428);

        luke.acquire("patient", "" + kroker, "tab-2");
        Answered refused = rename(leia);

        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.problem()).isEqualTo("locked");
        assertThat(patients.findById(kroker).orElseThrow().name).isEqualTo("Kroker");
    }

    @Test
    void whatWasSavedIsInTheHistoryOfTheRecord() {
        save(luke, "\"0\"", "Wong", "Delft");

        Answered history = leia.get("/resources/client/" + wong + "/changes");

        assertThat(history.status()).isEqualTo(200);
        assertThat(history.json().toString())
                .contains("\"by\":\"luke\"")
                .contains("\"field\":\"city\"")
                .contains("Leiden")
                .contains("Delft");
    }

    @Test
    void bulkStatementThatGoesAroundTheVersionIsRefused() {
        assertThatThrownBy(() -> moves.move(Clients::moveAll))
                .hasStackTraceContaining(VersionBypassedException.class.getName())
                .hasStackTraceContaining("JpaOfAnApplicationTest");
        assertThat(city()).isEqualTo("Leiden");

        assertThat(moves.move(Clients::moveAllVersioned)).isPositive();
        assertThat(clients.findById(wong).orElseThrow().version).isEqualTo(1);
        assertThat(moves.move(Clients::moveAllAllowed)).isZero();
    }

    /** Inside the transaction that failed it would be lost in silence. */
    @Test
    void retryLoadsAgainInATransactionOfItsOwn() {
        AtomicInteger attempts = new AtomicInteger();

        Retries.in(transactions).update(connection -> clients.findById(wong).orElseThrow(), (connection, client) -> {
            if (attempts.incrementAndGet() == 1) {
                luke.send(
                        "PUT",
                        "/clients/" + wong,
                        "{\"name\":\"Wong-Kroker\",\"city\":\"Leiden\"}",
                        "Content-Type",
                        "application/json",
                        "If-Match",
                        "\"0\"");
            }
            client.city = "Breda";
            return clients.saveAndFlush(client);
        });

        assertThat(attempts).hasValue(2);
        Client stored = clients.findById(wong).orElseThrow();
        assertThat(stored.name).isEqualTo("Wong-Kroker");
        assertThat(stored.city).isEqualTo("Breda");
        assertThat(stored.version).isEqualTo(2);
    }

    private Answered rename(Api who) {
        return who.send(
                "POST",
                "/patients/" + kroker + "/name",
                "Brannigan",
                "Content-Type",
                "text/plain",
                "Accept",
                "application/json");
    }

    private Answered prescribe(Api who, Answered granted, String session, long version) {
        return who.send(
                "POST",
                "/patients/" + kroker + "/prescriptions",
                "{\"lockId\":\"%s\",\"token\":\"%s\",\"session\":\"%s\",\"version\":%d,\"drug\":\"Aspirin\"}"
                        .formatted(granted.at("/lockId"), granted.at("/token"), session, version),
                "Content-Type",
                "application/json",
                "Accept",
                "application/json");
    }

    private Answered save(Api who, String etag, String name, String city) {
        return who.send(
                "PUT",
                "/clients/" + wong,
                "{\"name\":\"%s\",\"city\":\"%s\"}".formatted(name, city),
                "Content-Type",
                "application/json",
                "Accept",
                "application/json",
                "If-Match",
                etag);
    }

    private String city() {
        return clients.findById(wong).orElseThrow().city;
    }
}
