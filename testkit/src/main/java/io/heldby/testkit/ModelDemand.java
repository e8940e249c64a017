package io.heldby.testkit;

import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.Breaking;
import io.heldby.lock.Demand;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.HandOverRequest.Addressee;
import io.heldby.lock.HandOverWish;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.lock.Reservation;
import io.heldby.lock.Succession;
import io.heldby.lock.WaitRequest;
import io.heldby.lock.Waiter;
import io.heldby.lock.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The steps of a {@link ModelPlayer} by people who want what others hold. */
final class ModelDemand {

    private final ModelPlayer player;
    private final Random random;
    private final List<HandOverWish> wishes = new ArrayList<>();
    private final List<WaitRequest> waits = new ArrayList<>();

    ModelDemand(ModelPlayer player, Random random) {
        this.player = player;
        this.random = random;
    }

    void step() {
        int dice = random.nextInt(100);
        Optional<ModelPlayer.Known> known = player.anyKnown();
        if (dice < 25) {
            waitFor();
        } else if (dice < 40 && !waits.isEmpty()) {
            keepWaiting();
        } else if (dice < 55 && known.isPresent()) {
            ask(known.get().claim().lockId());
        } else if (dice < 72 && known.isPresent() && !wishes.isEmpty()) {
            answer(known.get().claim());
        } else if (dice < 80 && known.isPresent()) {
            takeOver(known.get().claim().lockId());
        } else if (dice < 87 && known.isPresent()) {
            LockId lockId = known.get().claim().lockId();
            Duration grace = Duration.ofMinutes(1 + random.nextInt(10));
            player.play(
                    "break " + lockId + " after " + grace,
                    on -> on.forceRelease(lockId, "Olga Operator", "urgent", grace));
        } else if (dice < 94) {
            player.ageDemand(Duration.ofMinutes(random.nextBoolean() ? 2 : 12));
        } else if (dice < 97 && !wishes.isEmpty()) {
            HandOverWish wish = wishes.get(random.nextInt(wishes.size()));
            player.play(
                    "look at request " + wish.requestId(), on -> on.handOverRequest(wish.lockId(), wish.requestId()));
        } else if (!wishes.isEmpty()) {
            operatorsAnswer(wishes.get(random.nextInt(wishes.size())));
        }
    }

    private void waitFor() {
        WaitRequest request = new WaitRequest(
                UUID.randomUUID(), player.anyKey(), player.anyOwner(), Duration.ofMinutes(3), Duration.ofMinutes(1));
        waits.add(request);
        player.play("wait for " + request, on -> on.waitFor(request));
    }

    private void keepWaiting() {
        WaitRequest some = waits.get(random.nextInt(waits.size()));
        UUID id = some.waiterId();
        Owner owner = random.nextInt(10) == 0 ? player.anyOwner() : some.owner();
        LockKey key = some.key();
        if (random.nextInt(3) == 0) {
            player.play("stop waiting " + id + " by " + owner, on -> on.stopWaiting(key, id, owner));
        } else {
            player.play("keep waiting " + id + " by " + owner, on -> on.renewWaiter(key, id, owner));
        }
    }

    private void ask(LockId lockId) {
        Addressee addressee = random.nextInt(3) == 0 ? Addressee.OPERATORS : Addressee.HOLDER;
        HandOverWish wish = new HandOverWish(
                UUID.randomUUID(), lockId, player.anyOwner(), addressee, "please", Duration.ofMinutes(10));
        wishes.add(wish);
        player.play("ask " + wish, on -> on.requestHandOver(wish));
    }

    private void answer(LeaseClaim any) {
        LeaseClaim claim = player.sometimesForged(any);
        HandOverWish wish = wishes.get(random.nextInt(wishes.size()));
        HandOverAnswer answer = random.nextInt(3) == 0
                ? new HandOverAnswer.Keep(5, random.nextBoolean() ? null : "soon")
                : new HandOverAnswer.Accept(null);
        Succession succession = successionOf(player.anyRequest(claim.key()));
        player.play("answer " + wish.requestId() + " under " + claim.lockId() + " with " + answer, on -> {
            try {
                return on.answer(wish.requestId(), claim, answer, succession);
            } catch (IllegalArgumentException refused) {
                return "refused: " + refused.getMessage();
            }
        });
    }

    private void operatorsAnswer(HandOverWish wish) {
        String tenant = wish.lockId().key().tenant();
        player.play(
                "what operators are asked in " + tenant,
                on -> on.releaseRequests(tenant, 100).stream()
                        .map(ModelDemand::request)
                        .toList()
                        .toString());
        player.play(
                "decline " + wish.requestId(),
                on -> on.declineRelease(wish.lockId(), wish.requestId(), "Olga Operator", "not now"));
    }

    private static Succession successionOf(GrantRequest request) {
        return new Succession(request.lockId(), request.token().hash(), request.terms(), request.maximumHold());
    }

    private void takeOver(LockId lockId) {
        GrantRequest request = player.anyRequest(lockId.key());
        @Nullable Duration unanswered = random.nextBoolean() ? null : Duration.ofMinutes(1);
        player.play(
                "take over " + lockId + " as " + ModelPlayer.words(request) + " unanswered for " + unanswered,
                on -> on.takeOver(lockId, request, "urgent", unanswered));
    }

    /** What a heartbeat says besides the lease. */
    static String told(Renewal.Renewed renewed) {
        Breaking breaking = renewed.breaking();
        return " asked by "
                + renewed.requests().stream().map(ModelDemand::request).toList()
                + (breaking == null ? "" : " ending by " + breaking.by() + " (" + breaking.reason() + ")");
    }

    /** An answer to one of these steps in words that two stores must share; empty for other answers. */
    static Optional<String> words(Object answer) {
        if (answer instanceof Asked.Waiting asked) {
            return Optional.of("asked " + request(asked.request()));
        }
        if (answer instanceof Answered.Done done) {
            return Optional.of("answered " + request(done.request()));
        }
        if (answer instanceof Answered.Lost lost) {
            return Optional.of(
                    "lost: " + lost.loss().cause() + " by " + lost.loss().by());
        }
        if (answer instanceof Waiting.Queued queued) {
            return Optional.of("place " + queued.place() + " for " + waiter(queued.waiter()));
        }
        if (answer instanceof Waiting.YourTurn turn) {
            return Optional.of("turn, " + (turn.until().isPresent() ? "reserved" : "free"));
        }
        if (answer instanceof Demand demand) {
            Optional<Owner> forWhom = demand.reserved().map(Reservation::forWhom);
            return Optional.of("demand: reserved for %s, waiting %s, asking %s"
                    .formatted(
                            forWhom,
                            demand.waiters().stream().map(ModelDemand::waiter).toList(),
                            demand.requests().stream().map(ModelDemand::request).toList()));
        }
        return Optional.empty();
    }

    private static String waiter(Waiter waiter) {
        return waiter.waiterId() + " of " + waiter.owner();
    }

    static String request(HandOverRequest request) {
        return "%s by %s to %s: %s (%s, %s, %s)"
                .formatted(
                        request.requestId(),
                        request.asker(),
                        request.addressee(),
                        request.state(),
                        request.message(),
                        request.answer(),
                        request.keepUntil() == null ? "not kept" : "kept");
    }
}
