package io.heldby.demo.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.demo.DemoApplication;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** Each script ends with what its moral says, in the database. */
@SpringBootTest(classes = DemoApplication.class)
@AutoConfigureMockMvc
class ReplayTest {

    @Autowired
    MockMvc mvc;

    @Autowired
    JdbcClient database;

    @Autowired
    List<Script> scripts;

    private Visitor alice;

    @BeforeEach
    void alice() {
        alice = new Visitor(mvc, "alice");
    }

    @AfterEach
    void noRecordIsLeft() {
        alice.signsOut();
    }

    @Test
    void withoutProtectionWongIsGone() throws Exception {
        alice.next("customer-desk-unprotected", 3);
        assertThat(stored("SELECT last_name FROM customer WHERE id < 0")).isEqualTo("Wong");

        Shown end = alice.playToTheEnd("customer-desk-unprotected");

        assertThat(stored("SELECT last_name FROM customer WHERE id < 0")).isEqualTo("Kroker-Brannigan");
        assertThat(end.sides()).extracting(side -> side.screen().state()).containsOnly(Screen.State.SAVED);
    }

    @Test
    void optimisticLeiaIsToldAboutWongAndBothAreMerged() throws Exception {
        Shown told = alice.next("customer-desk-optimistic", 4);
        assertThat(banner(told, 0)).startsWith("Luke Skywalker saved “Wong” at");
        assertThat(told.comparison()).isNotNull();
        assertThat(stored("SELECT last_name FROM customer WHERE id < 0")).isEqualTo("Wong");

        Shown end = alice.playToTheEnd("customer-desk-optimistic");

        assertThat(stored("SELECT last_name || ', ' || email || ', ' || phone FROM customer WHERE id < 0"))
                .isEqualTo("Wong, zapp@kroker.example, +49 30 901821");
        assertThat(end.history()).hasSize(3);
        assertThat(end.comparison()).isNull();
    }

    @Test
    void pessimisticLukeSeesThatLeiaIsEditingAndCannotSavePastTheScreen() throws Exception {
        Shown blocked = alice.next("customer-desk-pessimistic", 2);
        assertThat(banner(blocked, 1)).startsWith("Leia Organa has been editing since");
        assertThat(blocked.holders())
                .extracting(lock -> lock.owner().displayName())
                .containsExactly("Leia Organa");
        Shown refused = alice.next("customer-desk-pessimistic");
        assertThat(banner(refused, 1)).startsWith("Refused");
        assertThat(stored("SELECT last_name FROM customer WHERE id < 0")).isEqualTo("Brannigan");

        Shown end = alice.playToTheEnd("customer-desk-pessimistic");

        assertThat(stored("SELECT last_name FROM customer WHERE id < 0")).isEqualTo("Kroker-Brannigan");
        assertThat(end.holders()).extracting(lock -> lock.owner().displayName()).containsExactly("Luke Skywalker");
    }

    @Test
    void inCustomerCareNeitherFormNorProgramGetsPastTheVersion() throws Exception {
        Shown told = alice.next("customer-care", 4);
        assertThat(banner(told, 0)).startsWith("Luke Skywalker saved another address at");

        Shown end = alice.playToTheEnd("customer-care");

        assertThat(stored("SELECT city || ', ' || notes FROM care_customer WHERE id < 0"))
                .isEqualTo("Delft, Prefers forms in triplicate.");
        assertThat(stored("SELECT modified_by FROM care_customer WHERE id < 0")).isEqualTo("Leia Organa");
        assertThat(banner(end, 1)).startsWith("412 Precondition Failed: Leia Organa saved version 2 at");
    }

    @Test
    void inTheStockRoomBothBookingsAreStored() throws Exception {
        Shown end = alice.playToTheEnd("stock-room");

        assertThat(stored("SELECT quantity FROM product WHERE id < 0")).isEqualTo("50");
        assertThat(banner(end, 0)).isEqualTo("Saved, merged with Jane Doe’s change.");
    }

    @Test
    void aContractIsStoredWithTheTaxOfWhereTheCustomerIsNow() throws Exception {
        Shown told = alice.next("contracts", 4);
        assertThat(banner(told, 0)).startsWith("Bob Smith moved the customer to Zürich at");
        assertThat(stored("SELECT taxed_in FROM contract WHERE id < 0")).isEqualTo("Delft, Netherlands");

        alice.playToTheEnd("contracts");

        assertThat(stored("SELECT taxed_in || ' ' || tax_per_mille FROM contract WHERE id < 0"))
                .isEqualTo("Zürich, Switzerland 81");
        assertThat(stored("SELECT price FROM contract_item WHERE contract_id < 0"))
                .isEqualTo("500.00");
    }

    @Test
    void inTheNewsroomReadersSeeWhatIsPublishedAndAProgramThatForgotTheLockIsRefused() throws Exception {
        Shown refused = alice.next("newsroom", 3);
        assertThat(banner(refused, 1)).startsWith("423 Locked: Jane Doe has been editing since");
        Shown saved = alice.next("newsroom");
        assertThat(saved.told()).contains("“It opens on Thursday.”");
        assertThat(saved.holders()).isEmpty();

        alice.playToTheEnd("newsroom");

        assertThat(stored("SELECT body FROM published_section WHERE article_id < 0"))
                .isEqualTo("It opens on Thursday, with music.");
        assertThat(stored("SELECT version || ' ' || published_by FROM published_article WHERE id < 0"))
                .isEqualTo("2 Bob Smith");
    }

    @Test
    void ofTwoPickersWhoClickAtOnceOneWinsAndTheOtherSeesWho() throws Exception {
        Shown clicked = alice.next("order-picking", 2);
        assertThat(clicked.sides())
                .extracting(side -> side.screen().state())
                .containsExactlyInAnyOrder(Screen.State.EDITING, Screen.State.REFUSED);
        String winner = clicked.holders().get(0).owner().displayName();
        int loser = clicked.sides().get(0).screen().state() == Screen.State.REFUSED ? 0 : 1;
        assertThat(banner(clicked, loser)).startsWith(winner + " was faster");

        alice.playToTheEnd("order-picking");

        assertThat(stored("SELECT status || ' ' || modified_by FROM picking_order WHERE id < 0"))
                .isEqualTo("DONE " + winner);
        assertThat(stored("SELECT version FROM picking_order WHERE id < 0")).isEqualTo("1");
    }

    @Test
    void aPolicyIsClosedToTheSecondAndOpenAfterThat() throws Exception {
        Shown closed = alice.next("underwriting", 2);
        assertThat(banner(closed, 1))
                .startsWith("The policy is being edited by Bob Smith.")
                .endsWith("Available after");
        assertThat(closed.sides().get(1).screen().lines())
                .as("what was loaded for Jane")
                .isEmpty();

        Shown end = alice.playToTheEnd("underwriting");

        assertThat(
                        stored(
                                "SELECT sum_cents FROM coverage WHERE peril = 'FIRE' AND version_id IN (SELECT version_id FROM policy WHERE id < 0)"))
                .isEqualTo("25000000");
        assertThat(end.sides().get(1).screen().lines())
                .contains(new Line("Fire", "250,000.00 €"))
                .contains(new Line("Loaded", "version 2"));
    }

    @Test
    void aChartGoesFromOnePhysicianToTheOtherAndTheJobSkipsIt() throws Exception {
        Shown skipped = alice.next("clinic", 3);
        assertThat(skipped.told()).contains("0 processed, 1 skipped: Dr Green is editing Kif Kroker.");
        Shown asked = alice.next("clinic");
        assertThat(banner(asked, 0)).startsWith("Dr White asks for this record: “waits in my room”.");
        Shown handedOver = alice.next("clinic");
        assertThat(handedOver.holders())
                .extracting(lock -> lock.owner().displayName())
                .containsExactly("Dr White");

        alice.playToTheEnd("clinic");

        assertThat(database.sql("SELECT medicine || ' by ' || modified_by FROM prescription WHERE patient_id < 0")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("Ibuprofen 400 mg by Dr Green", "Cetirizine 10 mg by Dr White");
    }

    @Test
    void aCustomerIsAnsweredByOnePersonAtATime() throws Exception {
        Shown refused = alice.next("support-tickets", 2);
        assertThat(banner(refused, 1)).startsWith("The tickets are already in use by Leia Organa.");

        alice.playToTheEnd("support-tickets");

        assertThat(database.sql(
                                "SELECT subject || ': ' || answered_by FROM support_ticket WHERE customer_id < 0 ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("Invoice twice: Leia Organa", "Password: Luke Skywalker");
    }

    @Test
    void aDoubleClickPerformsAStepOnce() throws Exception {
        alice.press("stock-room", 0);
        alice.press("stock-room", 0);

        assertThat(alice.look("stock-room").done()).isEqualTo(1);
    }

    @Test
    void visitorsDoNotDisturbEachOther() throws Exception {
        Visitor jane = new Visitor(mvc, "jane");
        alice.next("customer-desk-pessimistic", 2);
        Shown janes = jane.next("customer-desk-pessimistic", 2);
        assertThat(banner(janes, 0)).isEqualTo("Only you can edit.");

        alice.again("customer-desk-pessimistic");

        assertThat(jane.look("customer-desk-pessimistic").holders()).hasSize(1);
        assertThat(jane.playToTheEnd("customer-desk-pessimistic").over()).isTrue();
        jane.signsOut();
    }

    @Test
    void listsOfWorkplacesShowNoRecordOfAReplay() throws Exception {
        Pattern ownNumber = Pattern.compile("[/>]-\\d{9}");
        for (Script script : scripts) {
            About about = script.about();
            alice.next(about.path(), 1);

            assertThat(alice.page(about.home())).as(about.home()).doesNotContainPattern(ownNumber);
        }
    }

    private static String banner(Shown shown, int side) {
        return shown.sides().get(side).screen().banner().text();
    }

    private String stored(String sql) {
        return database.sql(sql).query(String.class).single();
    }
}
