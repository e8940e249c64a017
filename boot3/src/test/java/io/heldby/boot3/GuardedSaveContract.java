package io.heldby.boot3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heldby.boot3.PolicyApplication.Policies;
import io.heldby.boot3.PolicyApplication.PolicyService;
import io.heldby.jdbc.Heldby;
import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import io.heldby.testkit.TestDatabase;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Saves of JPA entities under a lock, in Spring's transactions, with nothing of Heldby's but core and jdbc. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GuardedSaveContract {

    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");
    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");

    private final TestDatabase database;
    private ConfigurableApplicationContext application;
    private Heldby heldby;
    private Policies policies;
    private PolicyService service;
    private TransactionTemplate transaction;

    GuardedSaveContract(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    void start() {
        application = new SpringApplicationBuilder(PolicyApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties("spring.jpa.hibernate.ddl-auto=create")
                .initializers((GenericApplicationContext context) -> context.registerBean(
                        "dataSource",
                        DataSource.class,
                        database::dataSource,
                        definition -> definition.setDestroyMethodName("")))
                .run();
        heldby = application.getBean(Heldby.class);
        policies = application.getBean(Policies.class);
        service = application.getBean(PolicyService.class);
        transaction = new TransactionTemplate(application.getBean(PlatformTransactionManager.class));
    }

    @AfterAll
    void close() {
        application.close();
        database.close();
    }

    @BeforeEach
    void onePolicy() {
        policies.deleteAll();
        Policy unused = policies.save(new Policy(KEY.id(), "Kroker"));
    }

    @Test
    void saveUnderTheLockIsWritten() {
        EditHandle bobs = begin(BOB);

        service.rename(bobs, "Brannigan");

        assertThat(holder()).isEqualTo("Brannigan");
        assertThat(heldby.locks().release(bobs.claim())).isEqualTo(Release.RELEASED);
    }

    @Test
    void stolenLockRefusesTheSaveAndNothingIsWritten() {
        EditHandle bobs = begin(BOB);
        assertThat(heldby.locks().forceRelease(bobs.lockId(), "Kim Park", "month end"))
                .isEqualTo(ForceRelease.BROKEN);
        EditHandle alices = begin(ALICE);

        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> service.rename(bobs, "Brannigan"))
                .satisfies(lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.BROKEN));

        assertThat(holder()).isEqualTo("Kroker");
        service.rename(alices, "Wong");
        assertThat(holder()).isEqualTo("Wong");
        assertThat(heldby.locks().release(alices.claim())).isEqualTo(Release.RELEASED);
    }

    @Test
    void writesBeforeTheRefusalAreRolledBack() {
        EditHandle bobs = begin(BOB);
        assertThat(heldby.locks().release(bobs.claim())).isEqualTo(Release.RELEASED);

        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> transaction.executeWithoutResult(status -> {
                    policies.findById(KEY.id()).orElseThrow().holder = "Brannigan";
                    policies.flush();
                    service.rename(bobs, "Brannigan");
                }));

        assertThat(holder()).isEqualTo("Kroker");
    }

    /** Which shows that it was verified on the connection of the transaction: its row is locked until the transaction ends. */
    @Test
    void verifiedLockCannotBeTakenBeforeTheSaveHasEnded() {
        EditHandle bobs = begin(BOB);

        transaction.executeWithoutResult(status -> {
            service.rename(bobs, "Brannigan");
            assertThat(inAnotherThread()).isInstanceOf(Denied.Saving.class);
        });

        assertThat(holder()).isEqualTo("Brannigan");
        assertThat(inAnotherThread())
                .isInstanceOfSatisfying(
                        Acquisition.Granted.class, granted -> heldby.locks().release(granted.lease()));
    }

    /** Bob continues in his other tab. */
    private Acquisition inAnotherThread() {
        LockRequest otherTab =
                LockRequest.of(KEY, Owner.of("bob", "tab-2").named("Bob Smith")).continuingHere();
        return CompletableFuture.supplyAsync(() -> heldby.locks().acquire(otherTab))
                .join();
    }

    private EditHandle begin(Owner owner) {
        return ((EditResult.Editing) heldby.edits().begin(LockRequest.of(KEY, owner))).handle();
    }

    private String holder() {
        return policies.findById(KEY.id()).orElseThrow().holder;
    }
}
