package io.heldby.redis;

import io.heldby.lock.ActorKind;
import io.heldby.lock.Denied;
import io.heldby.lock.Fence;
import io.heldby.lock.Lease;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Suspension;
import io.heldby.lock.Token;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a script has answered: a list of texts, numbers and lists, read by place. */
record Reply(List<? extends @Nullable Object> parts) {

    String text(int place) {
        return (String) Objects.requireNonNull(parts.get(place));
    }

    @Nullable
    String optionalText(int place) {
        return (String) parts.get(place);
    }

    long number(int place) {
        return (Long) Objects.requireNonNull(parts.get(place));
    }

    /** Times are microseconds since 1970. */
    Instant time(int place) {
        return time(number(place));
    }

    @SuppressWarnings("unchecked") // What Lettuce makes of a list in a list.
    Reply list(int place) {
        return new Reply((List<? extends @Nullable Object>) Objects.requireNonNull(parts.get(place)));
    }

    Stream<Reply> lists() {
        return IntStream.range(0, parts.size()).mapToObj(this::list);
    }

    /** A grant, in the order of {@code view} in grants.lua. */
    LockView view(LockKey key, Instant now) {
        Instant expiresAt = time(3);
        return new LockView(
                LockId.parse(key.tenant(), text(0)),
                LockMode.valueOf(text(9)),
                new Owner(text(1), text(10), text(2), ActorKind.valueOf(text(11))),
                optionalText(12),
                new Fence(number(4)),
                time(5),
                time(6),
                expiresAt,
                time(7),
                now.isBefore(expiresAt) ? LockView.State.ACTIVE : LockView.State.EXPIRED,
                now);
    }

    /** The same as its holder sees it. */
    Lease lease(LockKey key, Token token, Instant now) {
        LockView view = view(key, now);
        return new Lease(
                view.lockId(),
                view.mode(),
                view.owner(),
                view.reason(),
                token,
                view.fence(),
                view.acquiredAt(),
                view.expiresAt(),
                view.maxUntil(),
                number(8),
                now);
    }

    /** A loss: cause, by, at, reason; no cause means that there is nothing to tell. */
    Loss loss() {
        String cause = optionalText(0);
        return cause == null
                ? Loss.unknown()
                : new Loss(LossCause.valueOf(cause), optionalText(1), time(2), optionalText(3));
    }

    /** Whether it is a number and nothing else. */
    boolean isNumber() {
        return parts.get(0) instanceof Long;
    }

    /** Whether it begins with this word. */
    boolean is(String word) {
        return word.equals(parts.get(0));
    }

    /** Whether somebody is in the way. */
    boolean isHeld() {
        return is("held");
    }

    /** Whether nobody is in the way but batches that may or may not be granted the key in a moment. */
    boolean isHeldByBatchesOnly() {
        return number(4) == 1;
    }

    Denied.Held held(LockKey key) {
        Instant now = time(1);
        return new Denied.Held(
                list(3).lists().map(grant -> grant.view(key, now)).toList(), number(2) == 1);
    }

    /** A suspension: type or nothing, operator, reason, since, until. */
    Suspension suspension(String tenant) {
        return new Suspension(tenant, text(0).isEmpty() ? null : text(0), text(1), text(2), time(3), time(4));
    }

    static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
