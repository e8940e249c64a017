package io.heldby.jdbc.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.lock.JdbcGuard;
import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockedException;
import io.heldby.version.ConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Locks that nobody can forget: around records, around members of an aggregate, and for writers without a lease. */
abstract class ImplicitLockContract extends ImplicitLockOffice {

    @Test
    void findForEditAcquiresBeforeItLoadsAndUpdateFindsTheLock() throws SQLException {
        LockingMapper<Customer> customers = around("customer");
        insert();

        Versioned<Customer> loaded = customers.findForEdit(nextId).orElseThrow();
        long version = write(c -> customers.update(c, renamed(loaded.value(), "Wong"), loaded.version(), "Alice Ng"));

        assertThat(version).isEqualTo(1);
        assertThat(holders("customer")).containsExactly(alice);
    }

    @Test
    void updateNeverAcquires() throws SQLException {
        LockingMapper<Customer> customers = around("customer");
        insert();

        assertThatThrownBy(() -> write(c -> customers.update(c, customer("Wong"), 0, "Alice Ng")))
                .isInstanceOfSatisfying(LockNotHeldException.class, refused -> {
                    assertThat(refused.key()).isEqualTo(key("customer"));
                    assertThat(refused.holder()).isEmpty();
                    assertThat(refused).hasMessageContaining("nobody holds it").hasMessageContaining("Called from");
                });

        assertThat(holders("customer")).isEmpty();
        assertThat(stored()).isEqualTo("Kroker");
    }

    @Test
    void updateOfWhatSomebodyElseHoldsNamesThemAndWritesNothing() throws SQLException {
        LockingMapper<Customer> customers = around("customer");
        insert();
        working = bob;
        Optional<Versioned<Customer>> unused = customers.findForEdit(nextId);
        working = alice;

        assertThatThrownBy(() -> customers.findForEdit(nextId))
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("Bob Smith");
        assertThatThrownBy(() -> write(c -> customers.update(c, customer("Wong"), 0, "Alice Ng")))
                .isInstanceOfSatisfying(
                        LockNotHeldException.class,
                        refused -> assertThat(refused.holder())
                                .hasValueSatisfying(
                                        holder -> assertThat(holder.owner()).isEqualTo(bob)));
        assertThatThrownBy(() -> write(c -> {
                    customers.delete(c, nextId, 0, "Alice Ng");
                    return 0L;
                }))
                .isInstanceOf(LockNotHeldException.class);
        assertThat(stored()).isEqualTo("Kroker");
    }

    @Test
    void unitOfWorkVerifiesTheLockOfEachRecordThatItChanges() throws SQLException {
        LockingMapper<Customer> customers = around("customer");
        VersionedMapper<Customer> mapper = (VersionedMapper<Customer>) customers.mapper();
        UnitsOfWork units =
                UnitsOfWork.on(heldby.transactions()).guarded(customers).build();
        insert();

        UnitOfWork unlocked = units.begin("Alice Ng");
        unlocked.registerDirty(mapper, customer("Wong"), 0);
        assertThatThrownBy(unlocked::commit).isInstanceOf(LockNotHeldException.class);
        assertThat(stored()).isEqualTo("Kroker");

        working = bob;
        Optional<Versioned<Customer>> unused = customers.findForEdit(nextId);
        working = alice;
        UnitOfWork behind = units.begin("Alice Ng");
        behind.registerRemoved(mapper, nextId, 0);
        assertThatThrownBy(behind::commit)
                .isInstanceOfSatisfying(
                        LockNotHeldException.class,
                        refused -> assertThat(refused.holder())
                                .hasValueSatisfying(
                                        holder -> assertThat(holder.owner()).isEqualTo(bob)));

        working = bob;
        UnitOfWork locked = units.begin("Bob Smith");
        locked.registerDirty(mapper, customer("Wong"), 0);
        locked.commit();
        assertThat(stored()).isEqualTo("Wong");
        assertThat(heldby.locks().releaseAll("", bob, "done")).isPositive();
    }

    @Test
    void versionIsCheckedAlsoUnderTheLock() throws SQLException {
        LockingMapper<Customer> customers = around("customer");
        insert();
        Versioned<Customer> loaded = customers.findForEdit(nextId).orElseThrow();
        write(c -> new CustomerMapper().update(c, renamed(loaded.value(), "Wong"), 0, "a script"));

        assertThatThrownBy(() -> write(c -> customers.update(c, renamed(loaded.value(), "Brannigan"), 0, "Alice Ng")))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void readingLocksAsTheProtocolSays() throws SQLException {
        insert();

        assertThat(around("customer").find(nextId)).isPresent();
        assertThat(holders("customer")).isEmpty();
        assertThat(around("read").find(nextId)).isPresent();
        assertThat(heldby.locks().holders(key("read")).get(0).mode()).isEqualTo(LockMode.EXCLUSIVE);
        assertThat(around("shared").find(nextId)).isPresent();
        working = bob;
        assertThat(around("shared").find(nextId)).isPresent();
        assertThat(heldby.locks().holders(key("shared"))).hasSize(2);
        assertThatThrownBy(() -> around("read").find(nextId)).isInstanceOf(LockedException.class);
        assertThatThrownBy(() -> around("shared").findForEdit(nextId)).isInstanceOf(LockedException.class);
    }

    @Test
    void shareIsNotEnoughToWriteAndTheMessageSaysSo() throws SQLException {
        LockingMapper<Customer> customers = around("shared");
        insert();
        Versioned<Customer> loaded = customers.find(nextId).orElseThrow();

        assertThatThrownBy(() -> write(c -> customers.update(c, loaded.value(), 0, "Alice Ng")))
                .isInstanceOf(LockNotHeldException.class)
                .hasMessageContaining("only SHARED")
                .hasMessageContaining("upgrade");

        customers.findForEdit(nextId);
        assertThat(write(c -> customers.update(c, loaded.value(), 0, "Alice Ng")))
                .isEqualTo(1);
    }

    @Test
    void leaseOfASharerDoesNotProveASave() throws SQLException {
        Lease share = heldby.locks()
                .acquireOrThrow(LockRequest.of(key("shared"), alice).mode(LockMode.SHARED));

        assertThatThrownBy(() ->
                        write(c -> heldby.guard().verify(c, share).orElseThrow().value()))
                .isInstanceOf(LockNotHeldException.class)
                .hasMessageContaining("only SHARED");
    }

    @Test
    void expiredLeaseThatNobodyTookStillWritesAndOneThatIsTakenDoesNot() throws SQLException {
        LockingMapper<Customer> customers = around("customer");
        insert();
        Versioned<Customer> loaded = customers.findForEdit(nextId).orElseThrow();
        expire("customer");

        assertThat(write(c -> customers.update(c, loaded.value(), 0, "Alice Ng")))
                .isEqualTo(1);

        working = bob;
        assertThat(customers.findForEdit(nextId)).isPresent();
        working = alice;
        assertThatThrownBy(() -> write(c -> customers.update(c, loaded.value(), 1, "Alice Ng")))
                .isInstanceOf(LockNotHeldException.class);
    }

    @Test
    void memberIsWrittenUnderTheLockOfItsRootAndMovingItNeedsBoth() throws SQLException {
        LockingMapper<Customer> contacts = heldby.lockingMappers(key -> working)
                .aroundMembers(new CustomerMapper(), "contact", Customer::id, "customer", Customer::city);
        nextId = 71_000 + nextId;
        String home = "7";
        assertThatThrownBy(() -> write(c -> contacts.insert(c, new Customer(nextId, "Kroker", home), "Alice Ng")))
                .isInstanceOf(LockNotHeldException.class)
                .hasMessageContaining("customer 7");
        Lease held = heldby.locks().acquireOrThrow(LockRequest.of(LockKey.of("contact", "7-1"), alice));
        assertThat(held.key()).isEqualTo(LockKey.of("customer", "7"));
        write(c -> contacts.insert(c, new Customer(nextId, "Kroker", home), "Alice Ng"));

        assertThatThrownBy(() -> write(c -> contacts.update(c, new Customer(nextId, "Kroker", "8"), 0, "Alice Ng")))
                .isInstanceOf(LockNotHeldException.class)
                .hasMessageContaining("customer 8");
        Lease other = heldby.locks().acquireOrThrow(LockRequest.of(LockKey.of("customer", "8"), alice));
        heldby.locks().release(held);
        assertThatThrownBy(() -> write(c -> contacts.update(c, new Customer(nextId, "Kroker", "8"), 0, "Alice Ng")))
                .isInstanceOf(LockNotHeldException.class)
                .hasMessageContaining("customer 7");
        held = heldby.locks().acquireOrThrow(LockRequest.of(LockKey.of("customer", "7"), alice));
        assertThat(write(c -> contacts.update(c, new Customer(nextId, "Kroker", "8"), 0, "Alice Ng")))
                .isEqualTo(1);
        heldby.locks().release(held);
        heldby.locks().release(other);
    }

    @Test
    void sharedVersionMakesAnyTwoMembersCollide() throws SQLException {
        SharedVersions versions = SharedVersions.inHeldbysTable();
        LockingMemberMapper<Coverage> coverages =
                heldby.lockingMappers(key -> working).aroundMembers(new CoverageMapper());
        String versionId = create(versions);
        assertThatThrownBy(() -> write(c -> {
                    coverages.insert(versions.write(c, versionId, 0, "Alice Ng"), coverage(1, versionId));
                    return 0L;
                }))
                .isInstanceOf(LockNotHeldException.class)
                .hasMessageContaining("version " + versionId);

        assertThat(coverages.findAllForEdit(versionId)).isEmpty();
        long version = write(c -> {
            AggregateWrite write = versions.write(c, versionId, 0, "Alice Ng");
            coverages.insert(write, coverage(1, versionId));
            coverages.insert(write, coverage(2, versionId));
            coverages.update(write, coverage(2, versionId));
            return write.raiseVersion();
        });

        assertThat(version).isEqualTo(1);
        assertThat(coverages.findAllForEdit(versionId)).hasSize(2);
        assertThatThrownBy(() -> write(c -> {
                    coverages.delete(versions.write(c, versionId, 0, "Alice Ng"), id(2));
                    return 0L;
                }))
                .isInstanceOf(ConflictException.class);
        working = bob;
        assertThatThrownBy(() -> coverages.findAllForEdit(versionId))
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("Alice Ng");
    }

    @Test
    void memberOfAnotherAggregateIsNotWritten() throws SQLException {
        SharedVersions versions = SharedVersions.inHeldbysTable();
        String mine = create(versions);
        String other = create(versions);

        assertThatThrownBy(() -> write(c -> {
                    new CoverageMapper().insert(versions.write(c, mine, 0, "Alice Ng"), coverage(3, other));
                    return 0L;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(other);
    }

    @Test
    @DisplayName("race 32: nobody acquires what an optimistic writer is saving, and nobody waits for it")
    void freeRecordIsWrittenWithoutALeaseAndKeptFreeOfHoldersUntilTheCommit() throws SQLException {
        LockingMapper<Customer> customers = around("free");
        insert();

        try (Connection c = database.openConnection()) {
            c.setAutoCommit(false);
            customers.update(c, customer("Wong"), 0, "Alice Ng");
            long begun = System.nanoTime();
            Acquisition answer = heldby.locks().acquire(LockRequest.of(key("free"), bob));
            assertThat(answer).isInstanceOf(Denied.Saving.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(1_500));
            c.commit();
        }

        assertThat(stored()).isEqualTo("Wong");
        assertThat(heldby.locks().holders(key("free"))).isEmpty();
        assertThat(heldby.locks().acquire(LockRequest.of(key("free"), bob))).isInstanceOf(Acquisition.Granted.class);
        assertThatThrownBy(() -> write(c -> customers.update(c, customer("Zapp"), 1, "Alice Ng")))
                .isInstanceOf(LockNotHeldException.class)
                .hasMessageContaining("Bob Smith");
    }

    @Test
    void observedTypeLetsTheWritePassAndCountsItByCallSite() throws SQLException {
        LockingMapper<Customer> customers = around("observed");
        insert();
        JdbcGuard guard = (JdbcGuard) heldby.guard();
        long before =
                guard.observed().values().stream().mapToLong(Long::longValue).sum();

        for (int i = 0; i < 3; i++) {
            int version = i;
            write(c -> customers.update(c, customer("Wong"), version, "Alice Ng"));
        }

        assertThat(stored()).isEqualTo("Wong");
        assertThat(guard.observed().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(before + 3);
    }

    @Test
    void suspendedTypePassesWithoutALeaseButNotWithoutItsVersion() throws SQLException {
        LockingMapper<Customer> customers = around("customer");
        insert();
        heldby.locks().suspend("", "customer", "Olga Operator", "lock table damaged", Duration.ofMinutes(5));
        try {
            assertThat(write(c -> customers.update(c, customer("Wong"), 0, "Alice Ng")))
                    .isEqualTo(1);
            assertThatThrownBy(() -> write(c -> customers.update(c, customer("Zapp"), 0, "Alice Ng")))
                    .isInstanceOf(ConflictException.class);
        } finally {
            heldby.locks().resume("", "customer", "Olga Operator");
        }
        assertThatThrownBy(() -> write(c -> customers.update(c, customer("Zapp"), 1, "Alice Ng")))
                .isInstanceOf(LockNotHeldException.class);
    }
}
