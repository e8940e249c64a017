package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Transactions;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.math.BigDecimal;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the examples of docs/optimistic-lock.md, which has the code between the tags. */
class OptimisticLockGuideTest {

    private final PolicyMapper policies = new PolicyMapper();
    private PolicyOffice office;
    private Transactions transactions;

    @BeforeEach
    void open() throws SQLException {
        office = new PolicyOffice();
        transactions = new JdbcTransactions(office.dataSource());
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void whoSavesFirstIsStoredAndWhoComesSecondReadsWhoThatWas() throws SQLException {
        Versioned<Policy> loaded = load();
        office.somebodySaves("85.00", "Luke Skywalker");

        assertThat(save(loaded.value().withPremium("99.00"), loaded.version()))
                .isEqualTo("Luke Skywalker saved version 1 meanwhile; nothing of yours was written");
        assertThat(office.stored().value().premium()).isEqualByComparingTo("85.00");

        Versioned<Policy> again = load();
        assertThat(save(again.value().withPremium("99.00"), again.version())).isEqualTo("saved");
    }

    private Versioned<Policy> load() throws SQLException {
        // tag::load[]
        Versioned<Policy> loaded = transactions.run(
                connection -> policies.find(connection, "12345").orElseThrow());
        // end::load[]
        return loaded;
    }

    private String save(Policy changed, long loadedVersion) throws SQLException {
        // tag::save[]
        try {
            transactions.run(connection -> policies.update(connection, changed, loadedVersion, "Leia Organa"));
            return "saved";
        } catch (ConflictException tooLate) {
            Conflict conflict = tooLate.conflicts().get(0);
            return conflict.kind() == Conflict.Kind.DELETED
                    ? "the policy was deleted meanwhile; nothing of yours was written"
                    : "%s saved version %d meanwhile; nothing of yours was written"
                            .formatted(conflict.modifiedBy(), conflict.currentVersion());
        }
        // end::save[]
    }

    @Test
    void deleteNamesTheVersionAsWell() throws SQLException {
        long loadedVersion = load().version();
        office.somebodySaves("85.00", "Luke Skywalker");

        assertThatThrownBy(() -> delete(loadedVersion)).isInstanceOf(ConflictException.class);
        assertThat(office.stored().version()).isEqualTo(1);

        delete(1);
        assertThat(save(new Policy("12345", "Zapp", new BigDecimal("99.00")), 1))
                .isEqualTo("the policy was deleted meanwhile; nothing of yours was written");
    }

    private void delete(long loadedVersion) throws SQLException {
        // tag::delete[]
        transactions.run(connection -> {
            policies.delete(connection, "12345", loadedVersion, "Leia Organa");
            return true;
        });
        // end::delete[]
    }
}
