package io.heldby.demo.customers;

import io.heldby.demo.conflict.Choice;
import io.heldby.demo.conflict.ConflictAnswer;
import io.heldby.demo.conflict.ConflictPage;
import io.heldby.demo.conflict.History;
import io.heldby.demo.conflict.MergingSaves;
import io.heldby.demo.conflict.SaveIds;
import io.heldby.demo.conflict.SaveResult;
import io.heldby.demo.people.People;
import io.heldby.demo.replay.About;
import io.heldby.demo.replay.Banner;
import io.heldby.demo.replay.Play;
import io.heldby.demo.replay.Screen.State;
import io.heldby.demo.replay.Script;
import io.heldby.demo.replay.Seat;
import io.heldby.demo.replay.Step;
import io.heldby.version.Conflict;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How Leia is told that Luke was first, and what of both is merged. */
@Component
@Order(120)
class OptimisticReplay implements Script {

    private final Customers customers;
    private final MergingSaves<Customer> saves;
    private final History history;
    private final People people;

    OptimisticReplay(Customers customers, MergingSaves<Customer> saves, History history, People people) {
        this.customers = customers;
        this.saves = saves;
        this.history = history;
        this.people = people;
    }

    @Override
    public About about() {
        return new About(
                "customer-desk-optimistic",
                "Customer desk",
                "/customers/optimistic",
                "Optimistic: who saves second is told, and decides",
                "Wong is stored, with Luke's phone number and Leia's e-mail address: nothing that anybody typed was lost without a word.",
                List.of("OptimisticEditor.java", "MergingSaves.java"));
    }

    @Override
    public Play play() {
        return new Merge();
    }

    private final class Merge extends ZappsMarriage {

        private @Nullable ConflictAnswer leiasForm;
        private @Nullable ConflictAnswer lukesForm;
        private @Nullable ConflictPage conflict;

        Merge() {
            super(Desk.OPTIMISTIC, customers, people);
        }

        @Override
        protected List<Step> steps() {
            return List.of(
                    new Step("Leia opens the record", this::leiaOpens),
                    new Step("Luke opens the record", this::lukeOpens),
                    new Step("Luke saves Wong", this::lukeSaves),
                    new Step("Leia saves Kroker-Brannigan", this::leiaSaves),
                    new Step("Leia takes Wong", this::leiaDecides));
        }

        private void leiaOpens() throws SQLException {
            ConflictAnswer form = typed(Map.of(Field.LAST_NAME, LEIA_TYPES, Field.EMAIL, "zapp@kroker.example"));
            leiasForm = form;
            leia.sees(
                    State.EDITING,
                    "Leia types the name after the marriage, and a new e-mail address.",
                    form(LEIA_TYPES, form.base()));
            tell("Leia's form remembers that it was loaded with version " + form.base() + ".");
        }

        private void lukeOpens() throws SQLException {
            ConflictAnswer form = typed(Map.of(Field.LAST_NAME, LUKE_TYPES, Field.PHONE, "+49 30 901821"));
            lukesForm = form;
            luke.sees(
                    State.EDITING,
                    "Luke types the name he was told, and a new phone number.",
                    form(LUKE_TYPES, form.base()));
            tell("Luke may edit as well: opening costs nothing and blocks nobody.");
        }

        private void lukeSaves() throws SQLException {
            SaveResult unused = expect(SaveResult.Saved.class, save(luke, lukesForm));
            luke.reads(State.SAVED, "Saved. Luke goes home.");
            tell("The record still had the version that Luke had loaded, so his save went through and made a new one.");
        }

        private void leiaSaves() throws SQLException {
            conflict = expect(SaveResult.Undecided.class, save(leia, leiasForm)).page();
            compare(leia, conflict);
            Conflict tooLate = conflict.conflict();
            leia.reads(
                    State.TOLD,
                    new Banner(
                            "%s saved “%s” at".formatted(tooLate.modifiedBy(), LUKE_TYPES),
                            tooLate.modifiedAt(),
                            ". His new phone number and your e-mail address go together; on the name you decide."));
            tell(
                    "Leia's save named version %d, but the record has version %d. Nothing was written, and she is told who changed what and when: 1 conflict, 2 merged."
                            .formatted(tooLate.expectedVersion(), tooLate.currentVersion()));
        }

        private void leiaDecides() throws SQLException {
            ConflictAnswer form = Objects.requireNonNull(leiasForm);
            Long shown = Objects.requireNonNull(conflict).conflict().currentVersion();
            ConflictAnswer theirs = new ConflictAnswer(
                    form.saveId(),
                    form.base(),
                    shown,
                    form.mine(),
                    Map.of(Field.LAST_NAME.formName(), Choice.THEIRS),
                    Map.of(),
                    Map.of());
            SaveResult unused = expect(SaveResult.Saved.class, save(leia, theirs));
            closeComparison();
            leia.sees(State.SAVED, "Saved, merged with Luke's changes.", form(LUKE_TYPES, form.base()));
            tell("Leia's second save named the version that she was shown, and what she chose.");
        }

        private ConflictAnswer typed(Map<Field, String> changes) throws SQLException {
            CustomerText text = load().value().text();
            for (Map.Entry<Field, String> change : changes.entrySet()) {
                text = text.with(change.getKey(), change.getValue());
            }
            Customer wanted = load().value().with(text);
            return ConflictAnswer.first(
                    SaveIds.newForm(), load().version(), saves.form().texts(wanted));
        }

        private SaveResult save(Seat who, @Nullable ConflictAnswer form) throws SQLException {
            return saves.save(who.person().displayName(), String.valueOf(zapp), Objects.requireNonNull(form));
        }

        @Override
        protected List<History.Entry> history() throws SQLException {
            return history.of(saves.form(), String.valueOf(zapp));
        }
    }
}
