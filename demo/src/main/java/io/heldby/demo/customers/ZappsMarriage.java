package io.heldby.demo.customers;

import io.heldby.demo.people.People;
import io.heldby.demo.replay.Line;
import io.heldby.demo.replay.OwnNumbers;
import io.heldby.demo.replay.Play;
import io.heldby.demo.replay.Seat;
import io.heldby.demo.replay.Stored;
import io.heldby.jdbc.unitofwork.Versioned;
import java.sql.SQLException;
import java.util.List;

/** What the three ways of the desk have in common when they are replayed: one customer, two clerks, two new names. */
abstract class ZappsMarriage extends Play {

    static final String LEIA_TYPES = "Kroker-Brannigan";
    static final String LUKE_TYPES = "Wong";

    final long zapp = OwnNumbers.next();
    final Seat leia;
    final Seat luke;

    private final Desk desk;
    private final Customers customers;

    ZappsMarriage(Desk desk, Customers customers, People people) {
        super("Zapp Brannigan marries. Leia is about to enter his new name, and so is Luke.");
        this.desk = desk;
        this.customers = customers;
        this.leia = new Seat(people.get("leia"), "clerk", "Leia has not opened the record yet.");
        this.luke = new Seat(people.get("luke"), "clerk", "Luke has not opened the record yet.");
    }

    @Override
    protected final List<Seat> seats() {
        return List.of(leia, luke);
    }

    @Override
    protected final void prepare() throws SQLException {
        Customer unused = customers.add(new Customer(zapp, desk, Customers.ZAPP), "Import");
    }

    @Override
    protected final Stored stored() throws SQLException {
        Versioned<Customer> now = load();
        CustomerText text = now.value().text();
        return Stored.of(
                now,
                Line.of("Last name", text.lastName()),
                Line.of("Phone", text.phone()),
                Line.of("E-mail", text.email()));
    }

    @Override
    protected final void tidy() throws SQLException {
        customers.delete(load(), "the end of the replay");
    }

    final Versioned<Customer> load() throws SQLException {
        return customers.load(desk, zapp);
    }

    /** The form with a name in it. */
    static Line[] form(String lastName, long version) {
        return new Line[] {
            Line.of("First name", "Zapp"), Line.of("Last name", lastName), Line.of("Loaded", "version " + version)
        };
    }
}
