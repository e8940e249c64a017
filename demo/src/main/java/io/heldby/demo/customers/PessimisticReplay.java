package io.heldby.demo.customers;

import io.heldby.demo.people.People;
import io.heldby.demo.replay.About;
import io.heldby.demo.replay.Banner;
import io.heldby.demo.replay.Play;
import io.heldby.demo.replay.Screen.State;
import io.heldby.demo.replay.Script;
import io.heldby.demo.replay.Seat;
import io.heldby.demo.replay.Step;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.Token;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How Luke sees that Leia is editing before he types a word. */
@Component
@Order(130)
class PessimisticReplay implements Script {

    private final Customers customers;
    private final Edits edits;
    private final People people;

    PessimisticReplay(Customers customers, Edits edits, People people) {
        this.customers = customers;
        this.edits = edits;
        this.people = people;
    }

    @Override
    public About about() {
        return new About(
                "customer-desk-pessimistic",
                "Customer desk",
                "/customers/pessimistic",
                "Pessimistic: who opens first edits",
                "Kroker-Brannigan is stored, Luke knows it and can ask Leia about it; no text was typed in vain.",
                List.of("PessimisticEditor.java"));
    }

    @Override
    public Play play() {
        return new CheckedOut();
    }

    private final class CheckedOut extends ZappsMarriage {

        private final LockKey key = LockKey.of(PessimisticEditor.TYPE, String.valueOf(zapp));
        private @Nullable EditHandle held;

        CheckedOut() {
            super(Desk.PESSIMISTIC, customers, people);
        }

        @Override
        protected Optional<LockKey> lock() {
            return Optional.of(key);
        }

        @Override
        protected List<Step> steps() {
            return List.of(
                    new Step("Leia opens the record", this::leiaOpens),
                    new Step("Luke opens the record", this::lukeOpens),
                    new Step("Luke tries to save Wong all the same", this::lukeTries),
                    new Step("Leia saves Kroker-Brannigan", this::leiaSaves),
                    new Step("Luke opens it again", this::lukeOpensAgain));
        }

        private void leiaOpens() throws SQLException {
            held = expect(EditResult.Editing.class, begin(leia, "marriage")).handle();
            leia.sees(State.EDITING, "Only you can edit.", form(LEIA_TYPES, load().version()));
            tell("The record was checked out for Leia before it was loaded. Then she starts to type.");
        }

        private void lukeOpens() throws SQLException {
            EditResult.Refused refused = expect(EditResult.Refused.class, begin(luke, "change of name"));
            luke.sees(
                    State.READING,
                    Banner.editedBy(refused.denied().holders().get(0)),
                    form(load().value().text().lastName(), load().version()));
            tell("Luke can read the record, and sees who is editing it before he has typed anything.");
        }

        /** As if his browser had been tampered with: the button is disabled, and the server does not rely on that. */
        private void lukeTries() throws SQLException {
            EditHandle madeUp =
                    luke.does(() -> new EditHandle(LockId.random(key), Token.random(), edits.ownerFor(key)));
            try {
                save(luke, madeUp, LUKE_TYPES);
                throw new IllegalStateException("somebody saved who does not hold " + key);
            } catch (LockLostException refused) {
                luke.reads(State.TOLD, "Refused: you do not hold this record. Nothing was written.");
                tell("Even a request that goes around the screen is refused, inside the transaction that would write.");
            }
        }

        private void leiaSaves() throws SQLException {
            save(leia, Objects.requireNonNull(held), LEIA_TYPES);
            leia.reads(State.SAVED, "Saved. The record is free again.");
            tell(
                    "Lock and version were verified in the same transaction that wrote, and the lock was released with it.");
        }

        private void lukeOpensAgain() throws SQLException {
            EditResult unused = expect(EditResult.Editing.class, begin(luke, "change of name"));
            Versioned<Customer> stored = load();
            luke.sees(
                    State.EDITING,
                    "Only you can edit.",
                    form(stored.value().text().lastName(), stored.version()));
            tell("Luke sees the name that Leia stored. Now the record is checked out for him.");
        }

        private EditResult begin(Seat who, String reason) {
            return who.does(() -> edits.begin(PessimisticEditor.TYPE, String.valueOf(zapp), reason));
        }

        private void save(Seat who, EditHandle handle, String lastName) throws SQLException {
            Versioned<Customer> loaded = load();
            Customer customer = loaded.value();
            edits.save(
                    handle,
                    loaded.version(),
                    save -> customers.update(
                            save.connection(),
                            customer.with(customer.text().withLastName(lastName)),
                            save.expectedVersion(),
                            who.person().displayName()));
        }
    }
}
