package io.heldby.redis;

import io.heldby.lock.GrantRequest;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends the scripts: which keys and arguments each takes stands at the head of its file. Nothing waits here. */
final class LockScripts {

    /** A batch needs two answers; what it has noted must not be void before the second, however slow they are. */
    private static final Duration SHORTEST_COMING = Duration.ofSeconds(5);

    private final Redis redis;
    private final KeyNames names;
    private final LockIndex index;
    private final Duration remember;
    private final String rememberMillis;
    private final String continueHere;
    private final String stayAway;

    private volatile Today today = Today.UNKNOWN;

    /** Whether a key is granted at once, or in two steps together with others. */
    enum Step {
        NOW("now"),
        PREPARE("prepare"),
        CONFIRM("confirm");

        private final String text;

        Step(String text) {
            this.text = text;
        }
    }

    LockScripts(Redis redis, KeyNames names, LockIndex index, RedisSettings settings) {
        this.redis = redis;
        this.names = names;
        this.index = index;
        this.remember = settings.remember();
        this.rememberMillis = millis(remember);
        Duration threeAnswers = settings.timeout().multipliedBy(3);
        String coming = micros(threeAnswers.compareTo(SHORTEST_COMING) > 0 ? threeAnswers : SHORTEST_COMING);
        this.continueHere = "1 " + rememberMillis + " " + coming;
        this.stayAway = "0 " + rememberMillis + " " + coming;
    }

    CompletableFuture<Reply> acquire(GrantRequest request, Step step) {
        return acquire(request, step, today).thenApply(this::notingTheDate);
    }

    /** A grant's usual answer is its time alone. */
    private Reply notingTheDate(Reply reply) {
        if (reply.parts().size() == 1) {
            today = today.at(reply.time(0));
        }
        return reply;
    }

    CompletableFuture<Reply> acquire(GrantRequest request, Step step, Today today) {
        LockIndex.Entry entry = index.entry(request.lockId());
        ShownGrant shown = ShownGrant.of(request, entry.idText());
        return redis.run(
                Script.ACQUIRE,
                keys(entry, request.owner().user()),
                PackedGrant.of(request, entry.idText()),
                List.of(
                        shown.beforeTime(),
                        shown.beforeFence(),
                        shown.behind(),
                        micros(request.firstLease()),
                        micros(request.maximumHold()),
                        millis(shorter(request.firstLease(), request.maximumHold())),
                        millis(request.maximumHold().plus(remember)),
                        today.text(),
                        today.beganMicros(),
                        entry.idText(),
                        step.text,
                        request.continueHere() ? continueHere : stayAway,
                        LockNews.whoAndWhy(request),
                        names.events()));
    }

    CompletableFuture<Reply> giveUp(GrantRequest request) {
        return redis.run(
                Script.GIVE_UP,
                names.of(request.key()),
                List.of(request.lockId().toString(), rememberMillis));
    }

    CompletableFuture<Reply> renew(Heartbeat heartbeat) {
        LeaseClaim claim = heartbeat.claim();
        Long seen = heartbeat.seenBeat();
        return redis.run(
                Script.RENEW, names.of(claim.key()), arguments(claim, seen == null ? "" : Long.toString(seen)));
    }

    CompletableFuture<Reply> changeMode(LeaseClaim claim, LockMode mode) {
        return redis.run(Script.CHANGE_MODE, names.of(claim.key()), arguments(claim, mode.name(), names.events()));
    }

    CompletableFuture<Reply> release(LeaseClaim claim) {
        LockIndex.Entry entry = index.entry(claim.lockId());
        return redis.run(
                Script.RELEASE,
                keys(entry, claim.user()),
                List.of(PackedGrant.headOf(claim, entry.idText())),
                List.of(entry.idText(), rememberMillis, claim.user(), names.events()));
    }

    CompletableFuture<Reply> softRelease(LeaseClaim claim, long seenBeat, Duration grace) {
        return redis.run(
                Script.SOFT_RELEASE, names.of(claim.key()), arguments(claim, Long.toString(seenBeat), micros(grace)));
    }

    CompletableFuture<Reply> endSession(LockIndex.Entry entry, String user, String session, String reason) {
        return redis.run(
                Script.END_SESSION,
                keys(entry, user),
                List.of(entry.idText(), user, session, reason, rememberMillis, names.events()));
    }

    CompletableFuture<Reply> forceRelease(LockId lockId, String operator, String reason) {
        return redis.run(
                Script.FORCE_RELEASE,
                names.of(lockId.key()),
                List.of(lockId.toString(), operator, reason, rememberMillis, names.events()));
    }

    CompletableFuture<Reply> read(LockKey key) {
        return redis.run(Script.READ, List.of(names.of(key).get(1)), List.of());
    }

    CompletableFuture<Reply> tidy(LockIndex.Entry entry) {
        return redis.run(Script.TIDY, names.of(entry.lock()), List.of(entry.idText(), rememberMillis, names.events()));
    }

    CompletableFuture<Reply> suspend(
            String tenant, @Nullable String type, String operator, String reason, Duration time) {
        return redis.run(
                Script.SUSPEND,
                List.of(names.suspensions(tenant)),
                List.of(orAll(type), operator, reason, micros(time), names.events()));
    }

    CompletableFuture<Reply> resume(String tenant, @Nullable String type, String operator) {
        return redis.run(
                Script.RESUME, List.of(names.suspensions(tenant)), List.of(orAll(type), operator, names.events()));
    }

    CompletableFuture<Reply> suspensions(String tenant) {
        return redis.run(Script.SUSPENSIONS, List.of(names.suspensions(tenant)), List.of());
    }

    /** A lock's keys, and those of the lists where one script can change both. */
    private List<String> keys(LockIndex.Entry entry, String user) {
        List<String> keys = names.of(entry.lock());
        return index.isBesideScripts()
                ? keys
                : List.of(keys.get(0), keys.get(1), keys.get(2), index.byOwner(entry, user), index.byTime(entry));
    }

    private List<String> arguments(LeaseClaim claim, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(claim.lockId().toString(), claim.token().hash().hex(), claim.user(), rememberMillis));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static String orAll(@Nullable String type) {
        return type == null ? "" : type;
    }

    private static String micros(Duration time) {
        return Long.toString(time.toNanos() / 1000);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }
}
