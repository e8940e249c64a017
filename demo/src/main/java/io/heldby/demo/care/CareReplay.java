package io.heldby.demo.care;

import io.heldby.demo.conflict.Choice;
import io.heldby.demo.conflict.ConflictAnswer;
import io.heldby.demo.conflict.ConflictPage;
import io.heldby.demo.conflict.MergingSaves;
import io.heldby.demo.conflict.SaveIds;
import io.heldby.demo.conflict.SaveResult;
import io.heldby.demo.people.People;
import io.heldby.demo.replay.About;
import io.heldby.demo.replay.Banner;
import io.heldby.demo.replay.Line;
import io.heldby.demo.replay.OwnNumbers;
import io.heldby.demo.replay.Play;
import io.heldby.demo.replay.Screen.State;
import io.heldby.demo.replay.Script;
import io.heldby.demo.replay.Seat;
import io.heldby.demo.replay.Step;
import io.heldby.demo.replay.Stored;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Transactions;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** How a form and a program meet at the same entity, and neither gets past its version. */
@Component
@Order(135)
class CareReplay implements Script {

    private static final Address KINGSTON = new Address("Port Royal Street 5", "14001", "Kingston");
    private static final Address DELFT = new Address("Oude Delft 9", "2611", "Delft");
    private static final Address BERLIN = new Address("Invalidenstraße 43", "10115", "Berlin");

    private final CustomerCare care;
    private final CareApi api;
    private final MergingSaves<Customer> saves;
    private final Transactions transactions;
    private final People people;

    CareReplay(CustomerCare care, CareApi api, MergingSaves<Customer> saves, Transactions transactions, People people) {
        this.care = care;
        this.api = api;
        this.saves = saves;
        this.transactions = transactions;
        this.people = people;
    }

    @Override
    public About about() {
        return new About(
                "customer-care",
                "Customer care",
                "/care",
                "A form and a program: one version for both",
                "Luke's address and Leia's note are stored together; neither her form nor his program got past the version.",
                List.of("CustomerCare.java", "CareApi.java", "CareRecords.java"));
    }

    @Override
    public Play play() {
        return new FormAndProgram();
    }

    private final class FormAndProgram extends Play {

        private final long hermes = OwnNumbers.next();
        private final Seat leia;
        private final Seat luke;
        private @Nullable ConflictAnswer form;
        private @Nullable ConflictPage conflict;
        private @Nullable Versioned<Customer> read;

        FormAndProgram() {
            super(
                    "Hermes Conrad has moved. Leia enters where to, and so does Luke's program, and they have heard different things.");
            leia = new Seat(people.get("leia"), "clerk, by form", "Leia has not opened the form yet.");
            luke = new Seat(people.get("luke"), "on the road, by program", "Luke's program has read nothing yet.");
        }

        @Override
        protected List<Seat> seats() {
            return List.of(leia, luke);
        }

        @Override
        protected List<Step> steps() {
            return List.of(
                    new Step("Leia opens the form and types Berlin", this::leiaOpens),
                    new Step("Luke's program reads the customer", this::programReads),
                    new Step("Luke's program saves Delft", this::programSaves),
                    new Step("Leia saves Berlin", this::leiaSaves),
                    new Step("Leia takes Luke's address", this::leiaDecides),
                    new Step("Luke's program saves once more", this::programIsLate));
        }

        @Override
        protected void prepare() {
            care.add(hermes(KINGSTON, ""), 0);
        }

        private void leiaOpens() {
            long version = load().version();
            form = ConflictAnswer.first(
                    SaveIds.newForm(), version, saves.form().texts(hermes(BERLIN, "Prefers forms in triplicate.")));
            leia.sees(
                    State.EDITING,
                    "Leia types the new address, and a note.",
                    Line.of("City", BERLIN.city()),
                    Line.of("Notes", "Prefers forms in triplicate."),
                    Line.of("Loaded", "version " + version));
            tell(
                    "The entity stays in the transaction that has loaded it. What goes to the browser is a copy, with its version.");
        }

        private void programReads() {
            var answer = api.read(hermes);
            read = load();
            luke.sees(
                    State.EDITING,
                    "200 OK",
                    Line.of("City", KINGSTON.city()),
                    Line.of("ETag", Objects.requireNonNull(answer.getHeaders().getETag())));
            tell("To a program the same version is an ETag.");
        }

        private void programSaves() {
            Versioned<Customer> was = Objects.requireNonNull(read);
            var answer = luke.does(() -> put(hermes(DELFT, ""), was.version()));
            read = load();
            luke.sees(
                    State.SAVED,
                    "200 OK",
                    Line.of("City", DELFT.city()),
                    Line.of("If-Match", "\"%d\"".formatted(was.version())),
                    Line.of("ETag", Objects.requireNonNull(answer.getHeaders().getETag())));
            tell("The version in If-Match was the stored one, so the save went through and made a new one.");
        }

        private void leiaSaves() throws SQLException {
            conflict = expect(SaveResult.Undecided.class, save(Objects.requireNonNull(form)))
                    .page();
            compare(leia, conflict);
            Conflict tooLate = conflict.conflict();
            leia.reads(
                    State.TOLD,
                    new Banner(
                            "%s saved another address at".formatted(tooLate.modifiedBy()),
                            tooLate.modifiedAt(),
                            ". Your note goes with it; on the address you decide."));
            tell("Hibernate found version %d and not %d, and wrote nothing. Leia reads who changed which field when."
                    .formatted(tooLate.currentVersion(), tooLate.expectedVersion()));
        }

        private void leiaDecides() throws SQLException {
            ConflictAnswer typed = Objects.requireNonNull(form);
            ConflictAnswer theirs = new ConflictAnswer(
                    typed.saveId(),
                    typed.base(),
                    Objects.requireNonNull(conflict).conflict().currentVersion(),
                    typed.mine(),
                    Map.of(CustomerForm.ADDRESS, Choice.THEIRS),
                    Map.of(),
                    Map.of());
            SaveResult unused = expect(SaveResult.Saved.class, save(theirs));
            closeComparison();
            leia.sees(
                    State.SAVED,
                    "Saved, merged with Luke's changes.",
                    Line.of("City", DELFT.city()),
                    Line.of("Notes", "Prefers forms in triplicate."));
            tell("Street, postcode and city are one address: Leia took all of it, and her note is beside it.");
        }

        private void programIsLate() throws SQLException {
            long version = Objects.requireNonNull(read).version();
            try {
                var stored = luke.does(() -> put(hermes(DELFT, "Called today."), version));
                throw new IllegalStateException("a late save went through: " + stored);
            } catch (RuntimeException failed) {
                ConflictException tooLate = ConflictException.in(failed).orElseThrow(() -> failed);
                Conflict told = transactions.run(tooLate::explain).conflicts().get(0);
                luke.sees(
                        State.TOLD,
                        new Banner(
                                "412 Precondition Failed: %s saved version %d at"
                                        .formatted(told.modifiedBy(), told.currentVersion()),
                                told.modifiedAt(),
                                "."),
                        Line.of("If-Match", "\"%d\"".formatted(version)));
                tell(
                        "The program named the version from before Leia's save. It is told as well, and nothing was written.");
            }
        }

        private ResponseEntity<CustomerBody> put(Customer customer, long ifMatch) {
            return api.save(hermes, ifMatch, CustomerBody.of(new Versioned<>(customer, ifMatch, null, null)));
        }

        private SaveResult save(ConflictAnswer answer) throws SQLException {
            return leia.does(() -> saves.save(leia.person().displayName(), String.valueOf(hermes), answer));
        }

        private Customer hermes(Address address, String notes) {
            return new Customer(hermes, "Hermes Conrad", "hermes.conrad@example.org", "0101 555 31", address, notes);
        }

        private Versioned<Customer> load() {
            return care.find(hermes).orElseThrow();
        }

        @Override
        protected Stored stored() {
            Versioned<Customer> now = load();
            return Stored.of(
                    now,
                    Line.of("City", now.value().address().city()),
                    Line.of(
                            "Notes",
                            now.value().notes().isEmpty() ? "–" : now.value().notes()));
        }

        @Override
        protected void tidy() {
            care.delete(hermes, load().version());
        }
    }
}
