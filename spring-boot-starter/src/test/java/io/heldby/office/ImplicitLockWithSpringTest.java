package io.heldby.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.unitofwork.LockingMappers;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockedException;
import io.heldby.lock.Owner;
import io.heldby.spring.ObservedWriteListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** Mappers that lock, and writes that are only observed, in an application with Spring's proxies and a pool of one. */
@SpringBootTest(
        classes = ClinicApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.datasource.generate-unique-name=true",
            "spring.datasource.hikari.maximum-pool-size=1",
            "spring.datasource.hikari.connection-timeout=2000"
        })
@Import(ImplicitLockWithSpringTest.Offices.class)
class ImplicitLockWithSpringTest {

    private static final List<String> OBSERVED = new ArrayList<>();

    @TestConfiguration(proxyBeanMethods = false)
    static class Offices {

        @Bean
        Underwriting observed(LockingMappers mappers, DataSource dataSource, Edits edits) {
            return new Underwriting(mappers, dataSource, edits, "policy");
        }

        @Bean
        Underwriting enforced(LockingMappers mappers, DataSource dataSource, Edits edits) {
            return new Underwriting(mappers, dataSource, edits, "enforced");
        }

        @Bean
        ObservedWriteListener listener() {
            return write -> OBSERVED.add(write.key() + " at " + write.callSite());
        }
    }

    @Autowired
    @Qualifier("observed")
    Underwriting observed;

    @Autowired
    @Qualifier("enforced")
    Underwriting enforced;

    @Autowired
    LockManager locks;

    @Autowired
    Edits edits;

    @Autowired
    JdbcTemplate sql;

    @Autowired
    MeterRegistry meters;

    private final String number = UUID.randomUUID().toString();

    @BeforeEach
    void onePolicy() throws Exception {
        ClinicApplication.signedIn = "leia";
        ClinicApplication.page = null;
        OBSERVED.clear();
        sql.execute("CREATE TABLE IF NOT EXISTS policy (number VARCHAR(50) PRIMARY KEY, holder VARCHAR(100),"
                + " version BIGINT, modified_by VARCHAR(255), modified_at TIMESTAMP WITH TIME ZONE)");
        enforced.insert(new Policy(number, "Kroker"));
    }

    @Test
    void whoHasFoundForEditMayUpdateInTheSameEditingSession() throws Exception {
        ClinicApplication.page = "page-1";

        Versioned<Policy> loaded = enforced.findForEdit(number);
        enforced.update(new Policy(number, "Wong"), loaded.version());

        assertThat(stored()).isEqualTo("Wong");
        ClinicApplication.page = "page-2";
        assertThatThrownBy(() -> enforced.findForEdit(number)).isInstanceOf(LockedException.class);
        assertThatThrownBy(() -> enforced.update(new Policy(number, "Brannigan"), 1))
                .isInstanceOf(LockNotHeldException.class)
                .hasMessageContaining("in another tab or session");
        assertThat(stored()).isEqualTo("Wong");
    }

    @Test
    void refusalNamesTheApplicationsOwnLineBehindAllProxies() {
        assertThatThrownBy(() -> enforced.update(new Policy(number, "Wong"), 0))
                .isInstanceOfSatisfying(
                        LockNotHeldException.class,
                        refused -> assertThat(refused.callSite())
                                .matches("io\\.heldby\\.office\\.Underwriting\\.update\\(Underwriting\\.java:\\d+\\)"));
    }

    @Test
    void observedWriteIsReportedOnceWithTheApplicationsOwnLine() throws Exception {
        double before = counted();

        observed.update(new Policy(number, "Wong"), 0);

        assertThat(stored()).isEqualTo("Wong");
        assertThat(OBSERVED)
                .singleElement()
                .asString()
                .startsWith("policy " + number + " at io.heldby.office.Underwriting.update(Underwriting.java:");
        assertThat(counted() - before).isEqualTo(1);
    }

    @Test
    void observedSaveUnderALostHandleIsReportedOnce() throws Exception {
        EditResult.Editing editing = (EditResult.Editing) edits.begin("policy", number);
        locks.forceRelease(editing.lease().lockId(), "Han Solo", "gone home");
        String other = UUID.randomUUID().toString();
        locks.acquireOrThrow(LockRequest.of(LockKey.of("policy", other), Owner.of("luke", "l1")));

        edits.save(
                editing.handle(),
                0,
                save -> sql.update(
                        "UPDATE policy SET holder = 'Wong' WHERE number = ? AND version = ?",
                        number,
                        save.expectedVersion()));

        assertThat(OBSERVED).hasSize(1);
        assertThat(OBSERVED.get(0)).contains("ImplicitLockWithSpringTest");
    }

    @Test
    void mapperWritesUnderTheLockOfTheCallAlsoWithoutAnHttpSession() throws Exception {
        enforced.rename(number, "Wong");

        assertThat(stored()).isEqualTo("Wong");
        assertThat(locks.holders(LockKey.of("enforced", number))).isEmpty();
    }

    @Test
    void mapperWritesUnderTheHandleThatIsSavedWhicheverSessionItIsOf() throws Exception {
        EditResult.Editing editing = (EditResult.Editing) edits.begin("enforced", number);

        enforced.save(editing.handle(), new Policy(number, "Wong"), 0);

        assertThat(stored()).isEqualTo("Wong");
        assertThat(locks.holders(LockKey.of("enforced", number))).isEmpty();
    }

    @Test
    void whatIsReadWithoutALockIsReadInTheCallersTransaction() throws Exception {
        ClinicApplication.page = "page-1";
        enforced.findForEdit(number);

        assertThat(enforced.holderWithinATransaction(number, "Wong", 0)).isEqualTo("Wong");
    }

    private double counted() {
        return meters.find("heldby.observed.writes").tag("type", "policy").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private String stored() {
        return sql.queryForObject("SELECT holder FROM policy WHERE number = ?", String.class, number);
    }
}
