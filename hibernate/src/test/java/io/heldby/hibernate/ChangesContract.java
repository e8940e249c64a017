package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.heldby.hibernate.Account.Address;
import io.heldby.hibernate.Account.Booking;
import io.heldby.jdbc.Heldby;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.merge.MergeRules;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ChangeRecord;
import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.FieldChange;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What JPA entities become is logged, and so a conflict knows who changed which field. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChangesContract {

    private final TestDatabase database;
    private final Heldby heldby;
    private final Jpa jpa;
    private String working = "Alice";
    private long account;

    ChangesContract(TestDatabase database) {
        this.database = database;
        this.heldby = Heldby.builder(database.dataSource())
                .initializeSchema(InitializeSchema.ALWAYS)
                .build();
        this.jpa = new Jpa(
                database,
                List.of(Account.class, Booking.class, Customer.class),
                settings -> settings.property(
                        HeldbyHibernate.SETTING,
                        HeldbyHibernate.defaults()
                                .changeLog(heldby::changeLog, heldby::savedEvents, () -> working)
                                .mergeRules(Account.class, MergeRules.ask())));
    }

    @BeforeEach
    void aliceOpensAnAccount() {
        working = "Alice";
        account = jpa.call(entities -> {
            Account made = new Account("Kroker");
            made.pin = "1234";
            made.address = new Address("Main Street 1", "Leiden");
            made.bookings.add(new Booking(made, "10.00"));
            entities.persist(made);
            return made.id;
        });
    }

    @AfterAll
    void close() {
        jpa.close();
        heldby.close();
        database.close();
    }

    @Test
    void creationIsLogged() {
        assertThat(changes()).singleElement().satisfies(change -> {
            assertThat(change.action()).isEqualTo(Action.CREATED);
            assertThat(change.by()).isEqualTo("Alice");
            assertThat(change.version()).isZero();
            assertThat(change.basedOn()).isNull();
            assertThat(change.fields())
                    .contains(FieldChange.of("name", null, "Kroker"), FieldChange.of("kind", null, "PRIVATE"));
        });
    }

    @Test
    void onlyWhatHasChangedIsLoggedUnderItsPath() {
        save("Bob", found -> {
            found.name = "Brannigan";
            found.address = new Address("Main Street 1", "Delft");
            found.kind = Account.Kind.BUSINESS;
        });

        assertThat(last().basedOn()).isZero();
        assertThat(last().version()).isEqualTo(1);
        assertThat(last().by()).isEqualTo("Bob");
        assertThat(last().fields())
                .containsExactlyInAnyOrder(
                        FieldChange.of("name", "Kroker", "Brannigan"),
                        FieldChange.of("address.city", "Leiden", "Delft"),
                        FieldChange.of("kind", "PRIVATE", "BUSINESS"));
    }

    @Test
    void ofMaskedFieldsNothingIsKeptButThatTheyChanged() {
        save("Bob", found -> {
            found.pin = "9999";
            found.address.street = "Side Street 2";
        });

        assertThat(last().fields())
                .containsExactlyInAnyOrder(FieldChange.masked("pin"), FieldChange.masked("address.street"));
    }

    @Test
    void associatedEntityIsLoggedByItsId() {
        long wong = jpa.call(entities -> {
            Customer customer = new Customer("Wong", "1");
            entities.persist(customer);
            return customer.id;
        });

        jpa.run(entities -> entities.find(Account.class, account).owner = entities.getReference(Customer.class, wong));

        assertThat(last().fields()).containsExactly(FieldChange.of("owner", null, wong));
    }

    @Test
    void whatMembersChangeIsLoggedWithTheirRoot() {
        long booking = jpa.call(
                entities -> entities.find(Account.class, account).bookings.get(0).id);
        save("Bob", found -> found.bookings.get(0).amount = new BigDecimal("20.00"));

        assertThat(last().version()).isEqualTo(1);
        assertThat(last().fields())
                .containsExactly(FieldChange.of(
                        "booking[" + booking + "].amount", new BigDecimal("10.00"), new BigDecimal("20.00")));

        save("Carol", found -> {
            found.name = "Brannigan";
            found.bookings.remove(0);
        });
        assertThat(last().version()).isEqualTo(2);
        assertThat(last().fields())
                .contains(
                        FieldChange.of("name", "Kroker", "Brannigan"),
                        FieldChange.of("booking[" + booking + "].amount", new BigDecimal("20.00"), null));
    }

    @Test
    void deletionIsLogged() {
        working = "Bob";
        jpa.run(entities -> entities.remove(entities.find(Account.class, account)));

        assertThat(last().action()).isEqualTo(Action.DELETED);
        assertThat(last().version()).isEqualTo(1);
        assertThat(last().by()).isEqualTo("Bob");
    }

    @Test
    void whatRaisesNoVersionIsNotLogged() {
        save("Bob", found -> found.views = 7);

        assertThat(changes()).hasSize(1);
    }

    @Test
    void whatIsRolledBackWasNeverLogged() {
        assertThatThrownBy(() -> save("Bob", found -> {
                    found.name = "Brannigan";
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessageContaining("changed my mind");
        assertThatThrownBy(() -> jpa.run(entities -> {
                    entities.find(Account.class, account).name = "Brannigan";
                    entities.flush();
                    throw new IllegalStateException("after the flush");
                }))
                .hasMessageContaining("after the flush");

        assertThat(changes()).hasSize(1);
    }

    @Test
    void twoFlushesAreTwoVersions() {
        jpa.run(entities -> {
            Account found = entities.find(Account.class, account);
            found.name = "Brannigan";
            entities.flush();
            found.name = "Zapp";
        });

        assertThat(changes()).extracting(ChangeRecord::version).containsExactly(0L, 1L, 2L);
        assertThat(last().fields()).containsExactly(FieldChange.of("name", "Brannigan", "Zapp"));
    }

    @Test
    void whatAStatelessSessionUpdatesIsAGapAndNoChangeFromNothing() {
        jpa.factory.unwrap(SessionFactory.class).inStatelessTransaction(session -> {
            Account found = session.get(Account.class, account);
            found.name = "Brannigan";
            session.update(found);
        });
        save("Bob", found -> found.kind = Account.Kind.BUSINESS);

        assertThat(changes()).extracting(ChangeRecord::version).containsExactly(0L, 2L);
        Throwable thrown = catchThrowable(() -> jpa.run(entities ->
                new Versions(entities).change(entities.find(Account.class, account), 0, found -> found.name = "Wong")));
        assertThat(explained(ConflictException.in(thrown).orElseThrow()).baseKnown())
                .isFalse();
    }

    @Test
    void whoHasItOpenIsTold() {
        save("Bob", found -> found.name = "Brannigan");

        assertThat(events("SAVED")).isEqualTo(2);
    }

    /** As they are before they are given their places. */
    private long events(String kind) {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT COUNT(*) FROM heldby_event WHERE type = 'account' AND id = '"
                                + account + "' AND kind = '" + kind + "'")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void conflictNamesForEveryFieldWhoChangedItAndMergesTheRest() {
        save("Bob", found -> found.name = "Brannigan");
        save("Carol", found -> found.address = new Address("Main Street 1", "Delft"));
        working = "Leia";

        Throwable thrown = catchThrowable(() ->
                jpa.run(entities -> new Versions(entities).change(entities.find(Account.class, account), 0, found -> {
                    found.name = "Leia's";
                    found.address = new Address("Main Street 1", "Leiden");
                    found.kind = Account.Kind.BUSINESS;
                })));

        Conflict conflict = explained(ConflictException.in(thrown).orElseThrow());
        assertThat(conflict.modifiedBy()).isEqualTo("Carol");
        assertThat(conflict.currentVersion()).isEqualTo(2);
        Map<String, String> who = new HashMap<>();
        conflict.fields().forEach(field -> who.put(field.field(), field.changedBy()));
        assertThat(who).containsEntry("name", "Bob").containsEntry("address.city", "Carol");
        assertThat(conflict.merge().open()).singleElement().satisfies(open -> {
            assertThat(open.field()).isEqualTo("name");
            assertThat(open.base()).isEqualTo("Kroker");
            assertThat(open.mine()).isEqualTo("Leia's");
            assertThat(open.theirs()).isEqualTo("Brannigan");
        });
        assertThat(conflict.merge().values())
                .containsEntry("address.city", "Delft")
                .containsEntry("kind", "BUSINESS");
    }

    @Test
    void conflictNamesWhatMembersHaveChangedAndAsksAboutIt() {
        long booking = jpa.call(
                entities -> entities.find(Account.class, account).bookings.get(0).id);
        save("Bob", found -> found.bookings.get(0).amount = new BigDecimal("20.00"));
        save("Carol", found -> found.bookings.get(0).amount = new BigDecimal("30.00"));
        working = "Leia";

        Throwable thrown = catchThrowable(() -> jpa.run(entities -> new Versions(entities)
                .change(entities.find(Account.class, account), 0, found -> found.name = "Leia's")));

        Conflict conflict = explained(ConflictException.in(thrown).orElseThrow());
        assertThat(conflict.merge().values()).containsEntry("name", "Leia's");
        assertThat(conflict.fields())
                .filteredOn(field -> field.field().equals("booking[" + booking + "].amount"))
                .singleElement()
                .satisfies(field -> {
                    assertThat(field.values().base()).isEqualTo(new BigDecimal("10.00"));
                    assertThat(field.values().theirs()).isEqualTo(new BigDecimal("30.00"));
                    assertThat(field.values().open()).isTrue();
                    assertThat(field.changedBy()).isEqualTo("Carol");
                });
    }

    @Test
    void deletionIsExplainedWithWhoAndWhen() {
        working = "Bob";
        jpa.run(entities -> entities.remove(entities.find(Account.class, account)));

        Throwable thrown =
                catchThrowable(() -> jpa.run(entities -> new Versions(entities).expect(Account.class, account, 0)));

        Conflict conflict = explained(ConflictException.in(thrown).orElseThrow());
        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.DELETED);
        assertThat(conflict.modifiedBy()).isEqualTo("Bob");
    }

    private Conflict explained(ConflictException conflict) {
        try (Connection connection = database.openConnection()) {
            return conflict.explain(connection).conflicts().get(0);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void save(String by, Consumer<Account> changes) {
        working = by;
        jpa.run(entities -> changes.accept(entities.find(Account.class, account)));
    }

    private ChangeRecord last() {
        List<ChangeRecord> all = changes();
        return all.get(all.size() - 1);
    }

    private List<ChangeRecord> changes() {
        try (Connection connection = database.openConnection()) {
            return heldby.changeLog().since(connection, "account", "" + account, -1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
