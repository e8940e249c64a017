package io.heldby.demo.customers;

import io.heldby.demo.conflict.Choice;
import io.heldby.demo.conflict.ConflictAnswer;
import io.heldby.demo.conflict.ConflictPage;
import io.heldby.jdbc.unitofwork.UnitOfWork;
import io.heldby.jdbc.unitofwork.UnitsOfWork;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How Leia is told that Luke was first, and what of both is merged. */
@Component
@Order(2)
class OptimisticStory implements StoryScript {

    private final Customers customers;
    private final CustomerMapper mapper;
    private final UnitsOfWork units;
    private final OptimisticForm form = new OptimisticForm();

    OptimisticStory(Customers customers, CustomerMapper mapper, UnitsOfWork customerUnits) {
        this.customers = customers;
        this.mapper = mapper;
        this.units = customerUnits;
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
                new Step("Leia takes Wong", this::leiaDecides));
    }

    private void leiaOpens(Story story) throws SQLException {
        long version = load(story).version();
        story.leia = story.leia.editing(
                Story.LEIA_TYPES, version, "Leia types the name after the marriage, and a new e-mail address.");
        story.told = "Leia's form remembers that it was loaded with version " + version + ".";
    }

    private void lukeOpens(Story story) throws SQLException {
        story.luke = story.luke.editing(Story.LUKE_TYPES, load(story).version(), "Luke types the name he was told.");
        story.told = "Luke may edit as well: opening costs nothing and blocks nobody.";
    }

    private void lukeSaves(Story story) throws SQLException {
        UnitOfWork unit = units.begin(Story.LUKE);
        Customer found = unit.find(mapper, story.customer()).orElseThrow();
        unit.expect(found, loadedBy(story.luke));
        CustomerText typed =
                found.text().with(Field.LAST_NAME, Story.LUKE_TYPES).with(Field.PHONE, "+49 30 901821");
        unit.registerDirty(mapper, found.with(typed));
        unit.commit();
        story.luke = story.luke.saved("Saved, with a new phone number. Luke goes home.");
        story.told =
                "The record still had the version that Luke had loaded, so his save went through and made a new one.";
    }

    private void leiaSaves(Story story) throws SQLException {
        try {
            UnitOfWork unit = units.begin(Story.LEIA);
            unit.merge(mapper, leiasText(story), loadedBy(story.leia));
            unit.commit();
        } catch (ConflictException cameSecond) {
            Conflict conflict = cameSecond.conflicts().get(0);
            story.conflict = ConflictPage.of(conflict, form.lookup(), decided(story, Map.of()));
            story.leia = story.leia.told(
                    "%s saved “%s” at".formatted(conflict.modifiedBy(), Story.LUKE_TYPES),
                    conflict.modifiedAt(),
                    ". His new phone number and your e-mail address go together; on the name you decide.");
            story.told =
                    "Leia's save named version %d, but the record has version %d. Nothing was written, and she is told who changed what and when: 1 conflict, 2 merged."
                            .formatted(conflict.expectedVersion(), conflict.currentVersion());
        }
    }

    private void leiaDecides(Story story) throws SQLException {
        ConflictPage shown = Objects.requireNonNull(story.conflict);
        ConflictAnswer theirs = decided(story, Map.of(Field.LAST_NAME.formName(), Choice.THEIRS));
        ConflictPage chosen = ConflictPage.of(shown.conflict(), form.lookup(), theirs);
        UnitOfWork unit = units.begin(Story.LEIA);
        unit.merge(
                mapper,
                leiasText(story),
                loadedBy(story.leia),
                Objects.requireNonNull(shown.conflict().currentVersion()),
                chosen.decisions());
        unit.commit();
        story.conflict = null;
        story.leia = story.leia
                .editing(Story.LUKE_TYPES, loadedBy(story.leia), "")
                .saved("Saved, merged with Luke's changes.");
        story.told =
                "Wong is stored, with Luke's phone number and Leia's e-mail address: nothing that anybody typed was lost without a word.";
    }

    private Customer leiasText(Story story) throws SQLException {
        Customer before = load(story).value();
        return before.with(before.text()
                .with(Field.PHONE, Customers.ZAPP.phone())
                .with(Field.LAST_NAME, Story.LEIA_TYPES)
                .with(Field.EMAIL, "zapp@kroker.example"));
    }

    private ConflictAnswer decided(Story story, Map<String, Choice> choices) throws SQLException {
        return new ConflictAnswer(
                "story", loadedBy(story.leia), null, form.texts(leiasText(story)), choices, Map.of(), Map.of());
    }

    private static long loadedBy(Screen screen) {
        return Objects.requireNonNull(screen.version());
    }

    private Versioned<Customer> load(Story story) throws SQLException {
        return customers.load(Desk.STORY, story.customer());
    }
}
