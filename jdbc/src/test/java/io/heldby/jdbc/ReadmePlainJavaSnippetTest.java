package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.EditResult;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Runs the README's example for applications without Spring; the README has the code between the tags. */
class ReadmePlainJavaSnippetTest {

    private final PolicyMapper policies = new PolicyMapper();

    @Test
    void theSaveIsStoredAndTheRecordIsFreeAgain() throws SQLException {
        try (PolicyOffice office = new PolicyOffice()) {
            String answer =
                    raisePremium(office.dataSource(), Owner.of("bob", "desk 7").named("Bob Smith"));

            assertThat(answer).isEqualTo("saved");
            assertThat(office.stored().value().premium()).isEqualByComparingTo("99.00");
            assertThat(office.stored().version()).isEqualTo(1);
            assertThat(office.stored().modifiedBy()).isEqualTo("Bob Smith");
            assertThat(raisePremium(
                            office.dataSource(), Owner.of("alice", "desk 8").named("Alice Jones")))
                    .isEqualTo("saved");
        }
    }

    @Test
    void theSecondPersonReadsWhoIsEditing() throws SQLException {
        try (PolicyOffice office = new PolicyOffice();
                Heldby elsewhere = Heldby.builder(office.dataSource()).build()) {
            Owner alice = Owner.of("alice", "desk 8").named("Alice Jones");
            elsewhere
                    .locks()
                    .acquireOrThrow(
                            LockRequest.of(LockKey.of("policy", "12345"), alice).reason("claim"));

            String answer =
                    raisePremium(office.dataSource(), Owner.of("bob", "desk 7").named("Bob Smith"));

            assertThat(answer).startsWith("Alice Jones has been editing since ");
            assertThat(office.stored().version()).isZero();
        }
    }

    private String raisePremium(DataSource dataSource, Owner me) throws SQLException {
        // tag::readme[]
        try (Heldby heldby = Heldby.builder(dataSource).build()) {
            LockRequest wish = LockRequest.of(LockKey.of("policy", "12345"), me).reason("renewal");
            EditResult answer = heldby.edits().begin(wish);
            if (answer instanceof EditResult.Refused refused) {
                LockView holder = refused.denied().holders().get(0);
                return holder.owner().displayName() + " has been editing since " + holder.acquiredAt();
            }
            EditResult.Editing editing = (EditResult.Editing) answer;
            Versioned<Policy> loaded = heldby.transactions()
                    .run(connection -> policies.find(connection, "12345").orElseThrow());
            Policy changed = loaded.value().withPremium("99.00");
            heldby.edits().save(editing.handle(), loaded.version(), save -> {
                policies.update(save.connection(), changed, save.expectedVersion(), me.displayName());
            });
            return "saved";
        }
        // end::readme[]
    }
}
