package io.heldby.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.EditHandle;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockView;
import io.heldby.lock.LockedException;
import io.heldby.lock.Owner;
import io.heldby.office.Clinic.Prescribe;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Locks around calls, with a pool of one connection: whatever needed a second one would wait for ever (race 38). */
@SpringBootTest(
        classes = ClinicApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.datasource.hikari.maximum-pool-size=1",
            "spring.datasource.hikari.connection-timeout=2000",
            "heldby.sweep-every=1d"
        })
class LockedCallsTest {

    private static final String DATABASE = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private static final Owner DR_WHITE = Owner.of("dr_white", "w1").named("Dr White");

    @Autowired
    Clinic clinic;

    @Autowired
    LockManager locks;

    @Autowired
    JdbcTemplate sql;

    @Autowired
    PlatformTransactionManager transactions;

    private final String patient = UUID.randomUUID().toString();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> DATABASE);
    }

    @BeforeEach
    void freshOffice() {
        ClinicApplication.signedIn = "dr_green";
        ClinicApplication.page = null;
        sql.execute("CREATE TABLE IF NOT EXISTS prescription (patient VARCHAR(50), drug VARCHAR(100))");
        sql.update("DELETE FROM heldby_lock");
    }

    @Test
    @DisplayName("race 38: the lock is acquired before the transaction begins and released after its commit")
    void lockIsAroundTheTransaction() {
        List<String> seen = new ArrayList<>();

        clinic.prescribe(new Prescribe(patient, "aspirin"), () -> {
            assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                    .isTrue();
            seen.add("in the transaction: %d locks, %d prescriptions".formatted(locksOutside(), writtenOutside()));
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    seen.add(
                            "after the commit: %d locks, %d prescriptions".formatted(locksOutside(), writtenOutside()));
                }
            });
        });
        seen.add("after the call: %d locks, %d prescriptions".formatted(locksOutside(), writtenOutside()));

        assertThat(seen)
                .containsExactly(
                        "in the transaction: 1 locks, 0 prescriptions",
                        "after the commit: 1 locks, 1 prescriptions",
                        "after the call: 0 locks, 1 prescriptions");
    }

    @Test
    void lockIsReleasedWhenTheMethodThrowsAndWhatItThrewIsUnchanged() {
        IOException full = new IOException("disk full");

        assertThatThrownBy(() -> clinic.round(List.of(patient), null, () -> {
                    throw full;
                }))
                .isSameAs(full);

        assertThat(holders()).isEmpty();
    }

    @Test
    void callIsRefusedWhileSomebodyElseHoldsTheLock() {
        locks.acquireOrThrow(LockRequest.of(key(patient), DR_WHITE).reason("operating"));

        assertThatThrownBy(() -> prescribe())
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("Dr White")
                .hasMessageContaining("operating");

        assertThat(writtenOutside()).isZero();
        assertThat(holders())
                .singleElement()
                .satisfies(held -> assertThat(held.owner()).isEqualTo(DR_WHITE));
    }

    @Test
    @DisplayName("race 38: inside a transaction the call is refused with a message that names the fix")
    void callInsideATransactionIsRefused() {
        TransactionTemplate transaction = new TransactionTemplate(transactions);

        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> prescribe()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Clinic.prescribe")
                .hasMessageContaining("inside a transaction")
                .hasMessageContaining("Put @Locked on the method that begins the transaction");

        assertThat(holders()).isEmpty();
    }

    @Test
    @DisplayName("race 33: an inner call works under the outer one's lock and does not release it")
    void nestedCallsShareOneLock() {
        clinic.prescribeAndDispense(patient, () -> {
            assertThat(locksOutside()).isEqualTo(1);
            assertThat(writtenOutside()).isZero();
        });

        assertThat(writtenOutside()).isEqualTo(2);
        assertThat(holders()).isEmpty();
    }

    @Test
    void innerCallForAnotherPersonIsRefused() {
        assertThatThrownBy(() -> clinic.round(List.of(patient), null, () -> {
                    ClinicApplication.signedIn = "dr_white";
                    prescribe();
                    return "prescribed";
                }))
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("dr_green");
    }

    @Test
    void sharedLockLetsOthersReadAndIsNoLockToWriteUnder() throws Exception {
        locks.acquireOrThrow(LockRequest.of(key(patient), DR_WHITE).mode(LockMode.SHARED));

        assertThat(clinic.read(patient, () -> holders().size())).isEqualTo(2);
        assertThatThrownBy(() -> clinic.read(patient, () -> {
                    prescribe();
                    return "prescribed";
                }))
                .isInstanceOf(LockedException.class);
        assertThat(holders()).hasSize(1);
    }

    @Test
    void severalIdsAreLockedAllOrNone() throws Exception {
        String other = UUID.randomUUID().toString();
        List<String> both = List.of(patient, other);

        assertThat(clinic.<Integer>round(both, null, this::locksOutside)).isEqualTo(2);
        assertThat(locksOutside()).isZero();

        Lease white = locks.acquireOrThrow(LockRequest.of(key(other), DR_WHITE));
        assertThatThrownBy(() -> clinic.round(both, null, this::locksOutside)).isInstanceOf(LockedException.class);
        assertThat(holders()).isEmpty();
        locks.release(white);
    }

    @Test
    void noIdsAtAllLockNothing() throws Exception {
        assertThat(clinic.<Integer>round(List.of(), null, this::locksOutside)).isZero();
    }

    @Test
    void leaseOfTheCallCanBeShownToTheGuard() {
        clinic.prescribeUnderGuard(patient, null);

        assertThat(sql.queryForList("SELECT drug FROM prescription WHERE patient = ?", String.class, patient))
                .singleElement()
                .asString()
                .startsWith("guarded by ");
    }

    @Test
    void argumentThatTheCallerGaveStays() {
        Lease expired = locks.acquireOrThrow(LockRequest.of(key(patient), DR_WHITE));
        locks.release(expired);

        assertThatThrownBy(() -> clinic.prescribeUnderGuard(patient, expired))
                .hasMessageContaining("is over: RELEASED");
    }

    @Test
    void openedFormKeepsItsLockForThePageLease() {
        EditHandle handle = clinic.open(patient, null);

        assertThat(holders()).singleElement().satisfies(held -> {
            assertThat(held.lockId()).isEqualTo(handle.lockId());
            assertThat(held.reason()).isEqualTo("editing");
            assertThat(Duration.between(held.acquiredAt(), held.expiresAt())).isEqualTo(Duration.ofMinutes(30));
        });
    }

    @Test
    void formThatCannotBeShownGivesItsLockBackButNotThatOfThePageBefore() {
        String unknown = "unknown" + patient;
        assertThatThrownBy(() -> clinic.open(unknown, null)).hasMessageContaining("there is no patient");
        assertThat(locks.holders(key(unknown))).isEmpty();

        ClinicApplication.page = "page-1";
        locks.acquireOrThrow(LockRequest.of(key(unknown), Owner.of("dr_green", "page-1")));
        assertThatThrownBy(() -> clinic.open(unknown, null)).hasMessageContaining("there is no patient");
        assertThat(locks.holders(key(unknown))).hasSize(1);
    }

    @Test
    void severalRecordsAreOpenedAtOnceAndEachHasAHandle() {
        String other = UUID.randomUUID().toString();

        List<EditHandle> handles = clinic.openAll(List.of(patient, other), null);

        assertThat(handles).extracting(EditHandle::key).containsExactly(key(patient), key(other));
        assertThat(holders()).hasSize(1);
        handles.forEach(handle -> locks.release(handle.claim()));
    }

    @Test
    void whoMayNotCallLearnsNothingOfTheLock() {
        locks.acquireOrThrow(LockRequest.of(key(patient), DR_WHITE));
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("visitor", "secret", "ROLE_VISITOR"));
        try {
            assertThatThrownBy(() -> clinic.discharge(patient)).isInstanceOf(AccessDeniedException.class);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private void prescribe() {
        clinic.prescribe(new Prescribe(patient, "aspirin"), () -> {});
    }

    private static LockKey key(String id) {
        return LockKey.of("patient", id);
    }

    private List<LockView> holders() {
        return locks.holders(key(patient));
    }

    /** As somebody outside the application sees it, on a connection that is not the pool's. */
    private int locksOutside() {
        return countOutside("SELECT COUNT(*) FROM heldby_lock WHERE type = 'patient'");
    }

    private int writtenOutside() {
        return countOutside("SELECT COUNT(*) FROM prescription WHERE patient = '" + patient + "'");
    }

    private static int countOutside(String query) {
        try (Connection connection = DriverManager.getConnection(DATABASE, "sa", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
