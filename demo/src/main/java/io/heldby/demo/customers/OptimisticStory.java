package io.heldby.demo.customers;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Transactions;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How Leia is told that Luke was first. */
@Component
@Order(2)
class OptimisticStory implements StoryScript {

    private final Customers customers;
    private final Transactions transactions;

    OptimisticStory(Customers customers, Transactions transactions) {
        this.customers = customers;
        this.transactions = transactions;
    }

    @Override
    public Desk desk() {
        return Desk.OPTIMISTIC;
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("Leia opens the record", this::leiaOpens),
                new Step("Luke opens the record", this::lukeOpens),
                new Step("Luke saves Wong", this::lukeSaves),
                new Step("Leia saves Kroker-Brannigan", this::leiaSaves),
                new Step("What is stored?", this::lookInside));
    }

    private void leiaOpens(Story story) throws SQLException {
        long version = load(story).version();
        story.leia = story.leia.editing(Story.LEIA_TYPES, version, "Leia types the name after the marriage.");
        story.told = "Leia's form remembers that it was loaded with version " + version + ".";
    }

    private void lukeOpens(Story story) throws SQLException {
        story.luke = story.luke.editing(Story.LUKE_TYPES, load(story).version(), "Luke types the name he was told.");
        story.told = "Luke may edit as well: opening costs nothing and blocks nobody.";
    }

    private void lukeSaves(Story story) throws SQLException {
        save(story, Objects.requireNonNull(story.luke.version()), Story.LUKE_TYPES, Story.LUKE);
        story.luke = story.luke.saved("Saved. Luke goes home.");
        story.told =
                "The record still had the version that Luke had loaded, so his save went through and made a new one.";
    }

    private void leiaSaves(Story story) throws SQLException {
        try {
            save(story, Objects.requireNonNull(story.leia.version()), Story.LEIA_TYPES, Story.LEIA);
        } catch (ConflictException cameSecond) {
            Conflict conflict = cameSecond.conflicts().get(0);
            String luckier = load(story).value().text().lastName();
            story.leia = story.leia.told(
                    "%s saved “%s” at".formatted(conflict.modifiedBy(), luckier),
                    conflict.modifiedAt(),
                    ". Your text is still here: take his, or keep yours.");
            story.told =
                    "Leia's save named version %d, but the record has version %d. Nothing was written, and she is told who saved what and when."
                            .formatted(conflict.expectedVersion(), conflict.currentVersion());
        }
    }

    private void lookInside(Story story) {
        story.told =
                "Wong is stored, and Kroker-Brannigan is still in Leia's form. Neither text is lost, and she decides"
                        + " knowing both.";
    }

    private void save(Story story, long loadedVersion, String lastName, String by) throws SQLException {
        Customer loaded = load(story).value();
        transactions.run(connection -> {
            customers.update(connection, loaded.with(loaded.text().withLastName(lastName)), loadedVersion, by);
            return true;
        });
    }

    private Versioned<Customer> load(Story story) throws SQLException {
        return customers.load(Desk.STORY, story.customer());
    }
}
