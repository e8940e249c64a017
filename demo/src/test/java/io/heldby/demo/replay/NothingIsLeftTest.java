package io.heldby.demo.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.demo.DemoApplication;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockQuery;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** However far a performance is, when it ends there is neither a record nor a lock of it. */
@SpringBootTest(classes = DemoApplication.class)
@AutoConfigureMockMvc
@TestInstance(Lifecycle.PER_CLASS)
class NothingIsLeftTest {

    private static final List<String> RECORDS = List.of(
            "SELECT id FROM customer WHERE id < 0",
            "SELECT id FROM care_customer WHERE id < 0",
            "SELECT id FROM article WHERE id < 0",
            "SELECT article_id FROM article_section WHERE article_id < 0",
            "SELECT id FROM published_article WHERE id < 0",
            "SELECT article_id FROM published_section WHERE article_id < 0",
            "SELECT id FROM product WHERE id < 0",
            "SELECT id FROM contract WHERE id < 0",
            "SELECT contract_id FROM contract_item WHERE contract_id < 0",
            "SELECT contract_no FROM legacy_terms WHERE contract_no < 0",
            "SELECT id FROM contract_customer WHERE id < 0",
            "SELECT id FROM picking_order WHERE id < 0",
            "SELECT order_id FROM order_line WHERE order_id < 0",
            "SELECT id FROM policy WHERE id < 0",
            "SELECT id FROM policy_version WHERE id LIKE 'policy--%'",
            "SELECT version_id FROM coverage WHERE version_id LIKE 'policy--%'",
            "SELECT version_id FROM endorsement WHERE version_id LIKE 'policy--%'",
            "SELECT version_id FROM named_insured WHERE version_id LIKE 'policy--%'",
            "SELECT id FROM patient WHERE id < 0",
            "SELECT patient_id FROM prescription WHERE patient_id < 0",
            "SELECT patient_id FROM appointment WHERE patient_id < 0",
            "SELECT patient_id FROM insurance WHERE patient_id < 0",
            "SELECT patient_id FROM recurring_plan WHERE patient_id < 0",
            "SELECT id FROM support_customer WHERE id < 0",
            "SELECT customer_id FROM support_ticket WHERE customer_id < 0");

    @Autowired
    MockMvc mvc;

    @Autowired
    JdbcClient database;

    @Autowired
    LockManager locks;

    @Autowired
    List<Script> scripts;

    private Visitor alice;

    @BeforeEach
    void alice() {
        alice = new Visitor(mvc, "alice");
    }

    Stream<String> paths() {
        return scripts.stream().map(script -> script.about().path());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void afterEachStepBeginningAgainLeavesNothing(String path) throws Exception {
        int steps = alice.look(path).captions().size();
        assertThat(steps).as("steps of " + path).isBetween(4, 7);
        for (int performed = 1; performed <= steps; performed++) {
            assertThat(alice.next(path, performed).done()).isEqualTo(performed);
            assertThat(left()).as("records under way").isNotEmpty();

            alice.again(path);

            assertThat(left())
                    .as("records after %d steps of %s", performed, path)
                    .isEmpty();
            assertThat(held()).as("locks after %d steps of %s", performed, path).isEmpty();
            assertThat(alice.look(path).done()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void theEndOfTheSessionLeavesNothing(String path) throws Exception {
        alice.next(path, 2);

        alice.signsOut();

        assertThat(left()).isEmpty();
        assertThat(held()).isEmpty();
    }

    private List<String> left() {
        return RECORDS.stream()
                .filter(sql -> !database.sql(sql).query(String.class).list().isEmpty())
                .toList();
    }

    private List<String> held() {
        return locks.find(LockQuery.all("").limit(500)).locks().stream()
                .map(lock -> lock.key().id())
                .filter(id -> id.matches(".*-\\d{9}"))
                .toList();
    }
}
