package io.heldby.demo.customers;

import io.heldby.demo.people.People;
import io.heldby.demo.replay.About;
import io.heldby.demo.replay.Play;
import io.heldby.demo.replay.Screen.State;
import io.heldby.demo.replay.Script;
import io.heldby.demo.replay.Step;
import io.heldby.jdbc.unitofwork.Versioned;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How Luke's Wong gets lost. */
@Component
@Order(110)
class UnprotectedReplay implements Script {

    private final Customers customers;
    private final People people;

    UnprotectedReplay(Customers customers, People people) {
        this.customers = customers;
        this.people = people;
    }

    @Override
    public About about() {
        return new About(
                "customer-desk-unprotected",
                "Customer desk",
                "/customers/unprotected",
                "No protection: a name gets lost",
                "Kroker-Brannigan is stored, and Luke's Wong is gone without a word: a lost update, and neither of them knows.",
                List.of("UnprotectedEditor.java", "Customers.java"));
    }

    @Override
    public Play play() {
        return new LostUpdate();
    }

    private final class LostUpdate extends ZappsMarriage {

        private @Nullable Customer leiasCopy;
        private @Nullable Customer lukesCopy;

        LostUpdate() {
            super(Desk.UNPROTECTED, customers, people);
        }

        @Override
        protected List<Step> steps() {
            return List.of(
                    new Step("Leia opens the record", this::leiaOpens),
                    new Step("Luke opens the record", this::lukeOpens),
                    new Step("Luke saves Wong", this::lukeSaves),
                    new Step("Leia saves Kroker-Brannigan", this::leiaSaves),
                    new Step("What is stored?", this::lookInside));
        }

        private void leiaOpens() throws SQLException {
            Versioned<Customer> loaded = load();
            leiasCopy = loaded.value();
            leia.sees(State.EDITING, "Leia types the name after the marriage.", form(LEIA_TYPES, loaded.version()));
            tell("Leia has loaded the record and starts to type.");
        }

        private void lukeOpens() throws SQLException {
            Versioned<Customer> loaded = load();
            lukesCopy = loaded.value();
            luke.sees(State.EDITING, "Luke types the name he was told.", form(LUKE_TYPES, loaded.version()));
            tell("Luke has loaded the same record. Nothing tells either of them about the other.");
        }

        private void lukeSaves() {
            overwrite(lukesCopy, LUKE_TYPES, luke.person().displayName());
            luke.reads(State.SAVED, "Saved. Luke goes home.");
            tell("Wong is stored. Leia's screen still shows what she loaded before.");
        }

        private void leiaSaves() {
            overwrite(leiasCopy, LEIA_TYPES, leia.person().displayName());
            leia.reads(State.SAVED, "Saved. Nobody said a word about Wong.");
            tell("Leia's save did not ask whether the record is still the one that she loaded.");
        }

        private void lookInside() {
            tell("Both were told that it is saved. The database has what came last.");
        }

        private void overwrite(@Nullable Customer loaded, String lastName, String by) {
            Customer copy = Objects.requireNonNull(loaded);
            customers.overwrite(copy.with(copy.text().withLastName(lastName)), by);
        }
    }
}
