package io.heldby.demo.customers;

import io.heldby.jdbc.unitofwork.Versioned;
import java.sql.SQLException;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How Luke's Wong gets lost. */
@Component
@Order(1)
class UnprotectedStory implements StoryScript {

    private final Customers customers;

    UnprotectedStory(Customers customers) {
        this.customers = customers;
    }

    @Override
    public Desk desk() {
        return Desk.UNPROTECTED;
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
        story.leia =
                story.leia.editing(Story.LEIA_TYPES, load(story).version(), "Leia types the name after the marriage.");
        story.told = "Leia has loaded the record and starts to type.";
    }

    private void lukeOpens(Story story) throws SQLException {
        story.luke = story.luke.editing(Story.LUKE_TYPES, load(story).version(), "Luke types the name he was told.");
        story.told = "Luke has loaded the same record. Nothing tells either of them about the other.";
    }

    private void lukeSaves(Story story) throws SQLException {
        customers.overwrite(withLastName(story, Story.LUKE_TYPES), Story.LUKE);
        story.luke = story.luke.saved("Saved. Luke goes home.");
        story.told = "Wong is stored. Leia's screen still shows what she loaded before.";
    }

    private void leiaSaves(Story story) throws SQLException {
        customers.overwrite(withLastName(story, Story.LEIA_TYPES), Story.LEIA);
        story.leia = story.leia.saved("Saved. Nobody said a word about Wong.");
        story.told = "Leia's save did not ask whether the record is still the one that she loaded.";
    }

    private void lookInside(Story story) {
        story.told = "Kroker-Brannigan is stored, and Luke's Wong is gone without a word. That is a lost update:"
                + " neither of them knows.";
    }

    private Customer withLastName(Story story, String lastName) throws SQLException {
        Customer stored = load(story).value();
        return stored.with(stored.text().withLastName(lastName));
    }

    private Versioned<Customer> load(Story story) throws SQLException {
        return customers.load(Desk.STORY, story.customer());
    }
}
