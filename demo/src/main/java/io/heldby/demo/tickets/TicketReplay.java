package io.heldby.demo.tickets;

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
import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.EditHandle;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How one customer is answered by one person at a time, with a lock on a name. */
@Component
@Order(190)
class TicketReplay implements Script {

    private static final String NEW_CUSTOMER = "INSERT INTO support_customer (id, name) VALUES (?, 'Planet Express')";

    private static final List<String> TIDY =
            List.of("DELETE FROM support_ticket WHERE customer_id = ?", "DELETE FROM support_customer WHERE id = ?");

    private final TicketDesk desk;
    private final Tickets tickets;
    private final JdbcClient jdbc;
    private final People people;

    TicketReplay(TicketDesk desk, Tickets tickets, JdbcClient jdbc, People people) {
        this.desk = desk;
        this.tickets = tickets;
        this.jdbc = jdbc;
        this.people = people;
    }

    @Override
    public About about() {
        return new About(
                "support-tickets",
                "Support tickets",
                "/tickets",
                "One customer, one voice",
                "Each question has one answer: Leia gave the first, and Luke the second, after he had read hers.",
                List.of("TicketDesk.java"));
    }

    @Override
    public Play play() {
        return new OneVoice();
    }

    private final class OneVoice extends Play {

        private static final String INVOICE = "Invoice twice";
        private static final String PASSWORD = "Password";

        private final long customer = OwnNumbers.next();
        private final Seat leia;
        private final Seat luke;
        private @Nullable EditHandle held;

        OneVoice() {
            super(
                    "Planet Express has asked two things. Whoever answers must not contradict somebody who answers the other.");
            leia = new Seat(people.get("leia"), "in support", "Leia has not opened the tickets yet.");
            luke = new Seat(people.get("luke"), "in support", "Luke has not opened the tickets yet.");
        }

        @Override
        protected List<Seat> seats() {
            return List.of(leia, luke);
        }

        @Override
        protected Optional<LockKey> lock() {
            return Optional.of(TicketDesk.key(customer));
        }

        @Override
        protected List<Step> steps() {
            return List.of(
                    new Step("Leia opens the tickets of the customer", this::leiaOpens),
                    new Step("Luke opens the other ticket", this::lukeIsRefused),
                    new Step("Leia answers and closes", this::leiaAnswers),
                    new Step("Luke opens the tickets", this::lukeOpens),
                    new Step("Luke answers and closes", this::lukeAnswers));
        }

        @Override
        protected void prepare() {
            jdbc.sql(NEW_CUSTOMER).param(customer).update();
            tickets.open(customer, INVOICE, "You have sent us the invoice for October twice. Which one is right?");
            tickets.open(customer, PASSWORD, "How do I change the password of our account?");
        }

        private void leiaOpens() {
            held = opened(leia);
            leia.sees(State.EDITING, "Only you answer this customer now.", answers());
            tell(
                    "What is locked is the name customer-support-ticket and the customer's number. No table has a row for that.");
        }

        private void lukeIsRefused() {
            LockView holder = expect(Denied.class, open(luke)).holders().get(0);
            luke.sees(
                    State.REFUSED,
                    new Banner(
                            "The tickets are already in use by %s. Without a sign of life they are free after"
                                    .formatted(holder.owner().displayName()),
                            holder.expiresAt(),
                            "."));
            tell("It is another ticket, but the same customer. Luke takes somebody else's question meanwhile.");
        }

        private void leiaAnswers() {
            answer(leia, INVOICE, "The second one.");
            tell("The answer was stored in one transaction with the check that the desk is hers; then she stood up.");
        }

        private void lukeOpens() {
            held = opened(luke);
            luke.sees(State.EDITING, "Only you answer this customer now.", answers());
            tell("The name is free again, and Luke reads what Leia has answered before he writes.");
        }

        private void lukeAnswers() {
            answer(luke, PASSWORD, "In the menu with your name.");
            tell("Both questions are answered.");
        }

        private Acquisition open(Seat who) {
            return who.does(() -> desk.open(customer));
        }

        private EditHandle opened(Seat who) {
            return expect(Acquisition.Granted.class, open(who)).lease().handle();
        }

        private void answer(Seat who, String subject, String text) {
            EditHandle handle = Objects.requireNonNull(held);
            desk.answer(handle, customer, ticket(subject).id(), text, who.person());
            desk.close(handle);
            who.sees(State.SAVED, "Answered. The tickets are free again.", answers());
        }

        private SupportTicket ticket(String subject) {
            return tickets.of(customer).stream()
                    .filter(ticket -> ticket.subject().equals(subject))
                    .findFirst()
                    .orElseThrow();
        }

        private Line[] answers() {
            return new Line[] {answer(INVOICE), answer(PASSWORD)};
        }

        private Line answer(String subject) {
            SupportTicket ticket = ticket(subject);
            return Line.of(
                    subject,
                    ticket.answer() == null
                            ? "no answer yet"
                            : "%s (%s)".formatted(ticket.answer(), ticket.answeredBy()));
        }

        @Override
        protected Stored stored() {
            return Stored.of(answers());
        }

        @Override
        protected void tidy() {
            TIDY.forEach(delete -> jdbc.sql(delete).param(customer).update());
        }
    }
}
