package io.heldby.demo.contracts;

import io.heldby.demo.conflict.ConflictAnswer;
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
import io.heldby.jdbc.unitofwork.UnitOfWork;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How a tax is not stored that was computed for where the customer is no longer. */
@Component
@Order(150)
class ContractReplay implements Script {

    private static final Address DELFT = new Address("Delft", Country.NL);
    private static final Address ZURICH = new Address("Zürich", Country.CH);

    private final Contracts contracts;
    private final ContractDesk desk;
    private final ContractTables tables;
    private final MergingSaves<Customer> customerSaves;
    private final People people;

    ContractReplay(
            Contracts contracts,
            ContractDesk desk,
            ContractTables tables,
            MergingSaves<Customer> contractCustomerSaves,
            People people) {
        this.contracts = contracts;
        this.desk = desk;
        this.tables = tables;
        this.customerSaves = contractCustomerSaves;
        this.people = people;
    }

    @Override
    public About about() {
        return new About(
                "contracts",
                "Contracts",
                "/contracts",
                "The customer moves while somebody edits",
                "The contract is stored with the tax of Zürich: what a save has only read is checked as well as what it writes.",
                List.of("Contracts.java", "Attempt.java"));
    }

    @Override
    public Play play() {
        return new Move();
    }

    private final class Move extends Play {

        private final long number = OwnNumbers.next();
        private final long desks = Item.newId();
        private final Seat leia;
        private final Seat bob;
        private @Nullable ContractForm form;
        private @Nullable ConflictAnswer address;

        Move() {
            super("Leia works on a contract with Planet Express, in Delft. Its tax depends on where the customer is.");
            leia = new Seat(people.get("leia"), "writes contracts", "Leia has not opened the contract yet.");
            bob = new Seat(people.get("bob"), "keeps the addresses", "Bob has not opened the customer yet.");
        }

        @Override
        protected List<Seat> seats() {
            return List.of(leia, bob);
        }

        @Override
        protected List<Step> steps() {
            return List.of(
                    new Step("Leia opens the contract and changes a price", this::leiaOpens),
                    new Step("Bob opens the customer and types Zürich", this::bobOpens),
                    new Step("Bob saves the new address", this::bobSaves),
                    new Step("Leia saves the contract", this::leiaSaves),
                    new Step("Leia saves with the tax of Zürich", this::leiaRecomputes));
        }

        @Override
        protected void prepare() throws SQLException {
            Customer planetExpress = new Customer(number, "Planet Express", DELFT);
            Item desk = new Item(desks, number, "Desk", 2, new BigDecimal("400.00"));
            Draft draft = new Draft(number, number, "Office furniture", List.of(desk), Terms.none(number));
            UnitOfWork unit = tables.begin("Import");
            unit.registerNew(tables.customers, planetExpress);
            unit.registerNew(tables.contracts, draft.taxedFor(planetExpress));
            unit.registerNew(tables.items, desk);
            unit.registerNew(tables.terms, draft.terms());
            unit.commit();
        }

        private void leiaOpens() throws SQLException {
            ContractFile file = load();
            ContractForm typed =
                    ContractForm.of(file).with(Map.of(ContractForm.name(desks, "price"), "500"), file.basis());
            form = typed;
            Totals totals = Totals.of(typed.draft().items(), file.contract().taxPerMille());
            leia.sees(
                    State.EDITING,
                    "Leia sees the tax for Delft, and types a new price.",
                    Line.of("2 desks", totals.netText()),
                    Line.of("Tax", "%s, %s".formatted(totals.taxText(), totals.rate())),
                    Line.of("Customer in", file.basis().address().city()));
            tell("The unit of work remembers the version of the contract, and of the customer whom it has only read.");
        }

        private void bobOpens() throws SQLException {
            Basis basis = load().basis();
            Customer moved = new Customer(number, "Planet Express", ZURICH);
            address = ConflictAnswer.first(
                    SaveIds.newForm(),
                    basis.customerVersion(),
                    customerSaves.form().texts(moved));
            bob.sees(
                    State.EDITING,
                    "Planet Express has moved; Bob knows nothing of the contract.",
                    Line.of("City", ZURICH.city()),
                    Line.of("Country", ZURICH.country().label()),
                    Line.of("Loaded", "version " + basis.customerVersion()));
            tell("Bob works on another record. He is in nobody's way, and nobody is in his.");
        }

        private void bobSaves() throws SQLException {
            SaveResult unused = expect(
                    SaveResult.Saved.class,
                    customerSaves.save(
                            bob.person().displayName(), String.valueOf(number), Objects.requireNonNull(address)));
            bob.reads(State.SAVED, "Saved.");
            tell("The customer is in Zürich now. Leia's page still shows the tax for Delft.");
        }

        private void leiaSaves() throws SQLException {
            Outcome.Moved moved = expect(Outcome.Moved.class, save());
            form = moved.form();
            TaxMove move = moved.move();
            leia.sees(
                    State.TOLD,
                    new Banner(
                            "%s moved the customer to %s at"
                                    .formatted(move.who(), move.to().city()),
                            move.at(),
                            "."),
                    Line.of("2 desks", move.after().netText()),
                    Line.of(
                            "Tax so far",
                            "%s, %s"
                                    .formatted(
                                            move.before().taxText(),
                                            move.before().rate())),
                    Line.of(
                            "Tax now",
                            "%s, %s"
                                    .formatted(
                                            move.after().taxText(), move.after().rate())));
            tell(
                    "Nobody has changed the contract, and yet nothing was written: the commit found another version of the customer.");
        }

        private void leiaRecomputes() throws SQLException {
            Outcome unused = expect(Outcome.Stored.class, save());
            Totals stored = load().totals();
            leia.sees(
                    State.SAVED,
                    "Saved, with the tax recomputed.",
                    Line.of("2 desks", stored.netText()),
                    Line.of("Tax", "%s, %s".formatted(stored.taxText(), stored.rate())),
                    Line.of("Customer in", ZURICH.city()));
            tell("The same form again, based on the customer's version that Leia has now seen.");
        }

        private Outcome save() throws SQLException {
            return desk.save(Objects.requireNonNull(form), leia.person().displayName());
        }

        private ContractFile load() throws SQLException {
            return contracts.find(number).orElseThrow();
        }

        @Override
        protected Stored stored() throws SQLException {
            ContractFile now = load();
            return Stored.of(
                    Line.of("2 desks", now.totals().netText()),
                    Line.of(
                            "Tax",
                            "%s, %s"
                                    .formatted(
                                            now.totals().taxText(), now.totals().rate())),
                    Line.of("Taxed in", now.contract().taxedIn()),
                    Line.of(
                            "Customer in",
                            "%s, version %d"
                                    .formatted(
                                            now.customer().address().place(),
                                            now.basis().customerVersion())),
                    Line.of("Contract", "version " + now.basis().version()));
        }

        @Override
        protected void tidy() throws SQLException {
            contracts.delete(number, load().basis(), "the end of the replay");
            UnitOfWork unit = tables.begin("the end of the replay");
            unit.registerRemoved(unit.find(tables.customers, number).orElseThrow());
            unit.commit();
        }
    }
}
