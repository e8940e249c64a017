package io.heldby.demo.stock;

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
import io.heldby.jdbc.unitofwork.Versioned;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How two bookings of the same shelf add up. */
@Component
@Order(140)
class StockReplay implements Script {

    private final Products products;
    private final MergingSaves<Product> saves;
    private final People people;

    StockReplay(Products products, MergingSaves<Product> saves, People people) {
        this.products = products;
        this.saves = saves;
        this.people = people;
    }

    @Override
    public About about() {
        return new About(
                "stock-room",
                "Stock room",
                "/stock",
                "Two bookings at once add up",
                "50 bolts are stored: 20 and 30 were taken, and both are booked. Nobody was asked, because nothing had to be decided.",
                List.of("ProductMapper.java", "MergingSaves.java"));
    }

    @Override
    public Play play() {
        return new TwoBookings();
    }

    private final class TwoBookings extends Play {

        private final long bolts = OwnNumbers.next();
        private final Seat john;
        private final Seat jane;
        private @Nullable ConflictAnswer johnsForm;
        private @Nullable ConflictAnswer janesForm;

        TwoBookings() {
            super("A hundred bolts lie on the shelf. John takes 30 of them, and Jane takes 20.");
            john = new Seat(people.get("john"), "in the stock room", "John has not opened the product yet.");
            jane = new Seat(people.get("jane"), "in the stock room", "Jane has not opened the product yet.");
        }

        @Override
        protected List<Seat> seats() {
            return List.of(john, jane);
        }

        @Override
        protected List<Step> steps() {
            return List.of(
                    new Step("John opens the product and takes 30", () -> johnsForm = takes(john, 30)),
                    new Step("Jane opens it too and takes 20", () -> janesForm = takes(jane, 20)),
                    new Step("Jane saves 80", this::janeSaves),
                    new Step("John saves 70", this::johnSaves));
        }

        @Override
        protected void prepare() throws SQLException {
            Product unused = products.addBolts(bolts, "Import");
        }

        private ConflictAnswer takes(Seat who, long pieces) throws SQLException {
            Versioned<Product> loaded = products.load(bolts);
            long left = loaded.value().quantity() - pieces;
            who.sees(
                    State.EDITING,
                    "%s has taken %d and types what is left.".formatted(who.name(), pieces),
                    Line.of("Product", loaded.value().name()),
                    Line.of("Quantity", left),
                    Line.of("Loaded", "%d, version %d".formatted(loaded.value().quantity(), loaded.version())));
            tell("%s's form has the version that was loaded in a hidden field, and a new quantity: %d."
                    .formatted(who.name(), left));
            Map<String, String> typed = new LinkedHashMap<>(saves.form().texts(loaded.value()));
            typed.put("quantity", String.valueOf(left));
            return ConflictAnswer.first(SaveIds.newForm(), loaded.version(), typed);
        }

        private void janeSaves() throws SQLException {
            SaveResult unused = save(jane, janesForm);
            jane.reads(State.SAVED, "Saved.");
            tell("The product still had the version that Jane had loaded: 80 are stored.");
        }

        private void johnSaves() throws SQLException {
            SaveResult.Saved saved = save(john, johnsForm);
            john.reads(
                    State.SAVED,
                    Banner.of("Saved, merged with %s’s change."
                            .formatted(saved.mergedWith().get(0).who())));
            tell("Storing John's 70 would have put Jane's 20 back on the shelf."
                    + " But his change is 30 fewer, so 30 were taken from the 80 that are there.");
        }

        private SaveResult.Saved save(Seat who, @Nullable ConflictAnswer form) throws SQLException {
            return expect(
                    SaveResult.Saved.class,
                    saves.save(who.person().displayName(), String.valueOf(bolts), Objects.requireNonNull(form)));
        }

        @Override
        protected Stored stored() throws SQLException {
            Versioned<Product> now = products.load(bolts);
            return Stored.of(
                    now,
                    Line.of("Product", now.value().name()),
                    Line.of("Quantity", now.value().quantity()));
        }

        @Override
        protected void tidy() throws SQLException {
            products.delete(bolts, products.load(bolts).version(), "the end of the replay");
        }
    }
}
