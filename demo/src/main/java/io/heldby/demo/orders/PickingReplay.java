package io.heldby.demo.orders;

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
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockView;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Two pickers click at the same moment. Who wins is not in the script. */
@Component
@org.springframework.core.annotation.Order(160)
class PickingReplay implements Script {

    private final OrderPicking picking;
    private final Orders orders;
    private final LockManager locks;
    private final People people;

    PickingReplay(OrderPicking picking, Orders orders, LockManager locks, People people) {
        this.picking = picking;
        this.orders = orders;
        this.locks = locks;
        this.people = people;
    }

    @Override
    public About about() {
        return new About(
                "order-picking",
                "Order picking",
                "/orders",
                "Two pickers click at once",
                "One order, one picker, one parcel: the order is done once, and the other one knew at once who was faster.",
                List.of("OrderPicking.java"));
    }

    @Override
    public Play play() {
        return new Race();
    }

    private final class Race extends Play {

        private final long number = OwnNumbers.next();
        private final Seat john;
        private final Seat jane;
        private @Nullable Winner winner;

        private record Click(Seat seat, Claim claim) {}

        /** Who was faster, and who was not. */
        private record Winner(Seat seat, Lease lease, long version, Seat other) {}

        Race() {
            super(
                    "One order waits in the queue, and two pickers are free. Who wins is not in the script: watch it twice.");
            john = new Seat(people.get("john"), "picker", "John has not looked at the queue yet.");
            jane = new Seat(people.get("jane"), "picker", "Jane has not looked at the queue yet.");
        }

        @Override
        protected List<Seat> seats() {
            return List.of(john, jane);
        }

        @Override
        protected Optional<LockKey> lock() {
            return Optional.of(OrderPicking.key(number));
        }

        @Override
        protected List<Step> steps() {
            return List.of(
                    new Step("John and Jane look at the queue", this::bothLook),
                    new Step("Both click Pick at the same moment", this::bothClick),
                    new Step("Who was slower looks at the queue again", this::loserLooks),
                    new Step("Who was faster puts all in the box", this::winnerCompletes),
                    new Step("Who was slower clicks once more", this::loserClicks));
        }

        @Override
        protected void prepare() throws SQLException {
            orders.add(
                    new Order(number, "Planet Express", "today", Order.Status.OPEN),
                    List.of(
                            new OrderLine(1, "A-03-1", "Label printer", 2),
                            new OrderLine(2, "B-07-2", "Box cutter", 3)),
                    "Web shop");
        }

        private void bothLook() {
            for (Seat who : seats()) {
                who.sees(State.CLOSED, "An order of Planet Express, and [Pick] beside it.", row("waiting"));
            }
            tell("Both see an order that nobody has.");
        }

        /** In two threads, as two requests are. */
        private void bothClick() {
            List<Seat> inAnyOrder = new ArrayList<>(seats());
            Collections.shuffle(inAnyOrder);
            List<CompletableFuture<Click>> clicks = inAnyOrder.stream()
                    .map(who -> CompletableFuture.supplyAsync(
                            () -> new Click(who, click(who)), request -> new Thread(request, "picker").start()))
                    .toList();
            List<Click> answers = clicks.stream().map(CompletableFuture::join).toList();
            boolean first = answers.get(0).claim() instanceof Claim.Yours;
            won(answers.get(first ? 0 : 1), answers.get(first ? 1 : 0));
        }

        private void won(Click fast, Click slow) {
            Claim.Yours yours = expect(Claim.Yours.class, fast.claim());
            LockView holder = expect(Claim.PickedBy.class, slow.claim()).holder();
            winner = new Winner(fast.seat(), yours.lease(), yours.order().version(), slow.seat());
            fast.seat()
                    .sees(
                            State.EDITING,
                            new Banner("Yours since", yours.lease().acquiredAt(), ". Fetch the items."),
                            row("PICKED BY YOU"),
                            Line.of("A-03-1", "2 × Label printer"),
                            Line.of("B-07-2", "3 × Box cutter"));
            slow.seat()
                    .reads(
                            State.REFUSED,
                            new Banner(
                                    holder.owner().displayName() + " was faster: the order is theirs since",
                                    holder.acquiredAt(),
                                    ". Please take another."));
            tell("Two requests, two threads, one lock: %s got it, and nothing was loaded for %s."
                    .formatted(fast.seat().name(), slow.seat().name()));
        }

        private Claim click(Seat who) {
            try {
                return picking.claimForPicking(number, who.person());
            } catch (SQLException failed) {
                throw new CompletionException(failed);
            }
        }

        private void loserLooks() {
            Winner faster = Objects.requireNonNull(winner);
            String picker =
                    locks.holders(OrderPicking.key(number)).get(0).owner().user();
            faster.other()
                    .sees(
                            State.REFUSED,
                            "There is no [Pick] at this order now.",
                            row("PICKED BY " + people.shortName(picker)));
            tell("The badge is live on every screen in the warehouse, and names the picker.");
        }

        private void winnerCompletes() throws SQLException {
            Winner faster = Objects.requireNonNull(winner);
            picking.complete(
                    faster.lease().handle(), faster.version(), faster.seat().person());
            faster.seat().sees(State.SAVED, "All in the box.", row("done by you"));
            tell("The save verified lock and version, and gave the order back in the same transaction.");
        }

        private void loserClicks() {
            Winner faster = Objects.requireNonNull(winner);
            Claim unused = expect(Claim.AlreadyDone.class, click(faster.other()));
            faster.other()
                    .sees(
                            State.REFUSED,
                            "The order is done already.",
                            row("done by " + faster.seat().person().displayName()));
            tell("A late click finds an order that is done, and does not pack it again.");
        }

        private static Line row(String state) {
            return Line.of("State", state);
        }

        @Override
        protected Stored stored() throws SQLException {
            Versioned<Order> now = orders.load(number);
            return Stored.of(
                    now,
                    Line.of("Order of", now.value().customer()),
                    Line.of("State", now.value().status() == Order.Status.DONE ? "done" : "open"));
        }

        @Override
        protected void tidy() throws SQLException {
            orders.delete(orders.load(number), "the end of the replay");
        }
    }
}
