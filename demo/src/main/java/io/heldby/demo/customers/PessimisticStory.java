package io.heldby.demo.customers;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.lock.Token;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How Luke sees that Leia is editing before he types a word. */
@Component
@Order(3)
class PessimisticStory implements StoryScript {

    private final Customers customers;
    private final Edits edits;

    PessimisticStory(Customers customers, Edits edits) {
        this.customers = customers;
        this.edits = edits;
    }

    @Override
    public Desk desk() {
        return Desk.PESSIMISTIC;
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("Leia opens the record", this::leiaOpens),
                new Step("Luke opens the record", this::lukeOpens),
                new Step("Luke tries to save Wong all the same", this::lukeTries),
                new Step("Leia saves Kroker-Brannigan", this::leiaSaves),
                new Step("Luke opens it again", this::lukeOpensAgain));
    }

    private void leiaOpens(Story story) throws SQLException {
        EditResult result = begin(story, story.leiaOwner(), "marriage");
        long version = load(story).version();
        if (result instanceof EditResult.Editing editing) {
            story.held = editing.handle();
            story.leia = story.leia.editing(Story.LEIA_TYPES, version, "Only you can edit.");
            story.told = "The record was checked out for Leia before it was loaded. Then she starts to type.";
        }
    }

    private void lukeOpens(Story story) throws SQLException {
        EditResult result = begin(story, story.lukeOwner(), "change of name");
        Versioned<Customer> stored = load(story);
        if (result instanceof EditResult.Refused refused) {
            story.luke = story.luke.reading(
                    stored.value().text().lastName(), stored.version(), Blocked.by(refused.denied()));
            story.told = "Luke can read the record, and sees who is editing it before he has typed anything.";
        }
    }

    /** As if his browser had been tampered with: the button is disabled, and the server does not rely on that. */
    private void lukeTries(Story story) throws SQLException {
        Versioned<Customer> stored = load(story);
        EditHandle madeUp = new EditHandle(LockId.random(key(story)), Token.random(), story.lukeOwner());
        try {
            save(stored, madeUp, Story.LUKE_TYPES, Story.LUKE);
        } catch (LockLostException refused) {
            story.luke = story.luke.told("Refused: you do not hold this record. Nothing was written.", null, "");
            story.told =
                    "Even a request that goes around the screen is refused, inside the transaction that would write.";
        }
    }

    private void leiaSaves(Story story) throws SQLException {
        save(load(story), Objects.requireNonNull(story.held), Story.LEIA_TYPES, Story.LEIA);
        story.held = null;
        story.leia = story.leia.saved("Saved. The record is free again.");
        story.told =
                "Lock and version were verified in the same transaction that wrote, and the lock was released after it.";
    }

    private void lukeOpensAgain(Story story) throws SQLException {
        EditResult result = begin(story, story.lukeOwner(), "change of name");
        Versioned<Customer> stored = load(story);
        if (result instanceof EditResult.Editing editing) {
            story.luke = story.luke.editing(stored.value().text().lastName(), stored.version(), "Only you can edit.");
            story.told = "Luke sees the name that Leia stored, and can ask her about it. No text was typed in vain.";
            story.held = editing.handle();
        }
    }

    private EditResult begin(Story story, Owner owner, String reason) {
        // The demo plays both people, so it names the owner; an application leaves that to edits.begin(type, id,
        // reason).
        return edits.begin(LockRequest.of(key(story), owner).reason(reason));
    }

    private void save(Versioned<Customer> loaded, EditHandle handle, String lastName, String by) throws SQLException {
        Customer customer = loaded.value();
        edits.save(
                handle,
                loaded.version(),
                save -> customers.update(
                        save.connection(),
                        customer.with(customer.text().withLastName(lastName)),
                        save.expectedVersion(),
                        by));
    }

    private static LockKey key(Story story) {
        return LockKey.of(PessimisticEditor.TYPE, String.valueOf(story.customer()));
    }

    private Versioned<Customer> load(Story story) throws SQLException {
        return customers.load(Desk.STORY, story.customer());
    }
}
