package io.heldby.spring.http;

import io.heldby.lock.Denied;
import io.heldby.lock.LockView;
import io.heldby.lock.LockedException;
import java.util.List;
import java.util.Optional;

/** The 423: who has it, since when, and what can be done. */
final class DeniedAnswer {

    /** A holder's heartbeat may come any time, so to look again much later than this would be to miss the release. */
    private static final long LONGEST_RETRY_SECONDS = 30;

    /** Whoever has waited mostly comes soon. */
    private static final long RESERVED_RETRY_SECONDS = 10;

    private DeniedAnswer() {}

    /** Where nobody is asked, and nobody waits. */
    static Answer of(Denied denied) {
        return of(denied, ofOneself(denied));
    }

    /** @param actions what the caller can do about it */
    static Answer of(Denied denied, List<String> actions) {
        if (denied instanceof Denied.StaleVersion stale) {
            return problem(denied)
                    .with("expectedVersion", stale.expected())
                    .with(
                            "currentVersion",
                            stale.current().isPresent() ? stale.current().getAsLong() : null)
                    .answer();
        }
        if (denied instanceof Denied.QuotaExceeded quota) {
            return problem(denied).with("quota", quota.quota()).answer();
        }
        if (denied instanceof Denied.NotPermitted) {
            return problem(denied).answer();
        }
        List<HolderJson> holders = denied.holders().stream().map(HolderJson::of).toList();
        boolean yours = denied instanceof Denied.Held held && held.heldByYouElsewhere();
        Optional<LockView> holder = denied.holders().stream().findFirst();
        Optional<Denied.Reserved> reserved =
                denied instanceof Denied.Reserved kept ? Optional.of(kept) : Optional.empty();
        return problem(denied)
                .with("holders", holders)
                .with("heldByYouElsewhere", yours)
                .with("actions", actions)
                .with(
                        "reservedFor",
                        reserved.map(kept -> kept.forWhom().displayName()).orElse(null))
                .with("reservedUntil", reserved.flatMap(Denied.Reserved::until).orElse(null))
                .with("serverTime", holder.map(LockView::asOf).orElse(null))
                .answer()
                .retryAfter(retrySeconds(denied));
    }

    /** Only one's own lock in another tab can be had by {@code continueHere}. */
    static List<String> ofOneself(Denied denied) {
        return denied instanceof Denied.Held held && held.heldByYouElsewhere() ? List.of("take-over") : List.of();
    }

    private static long retrySeconds(Denied denied) {
        if (denied instanceof Denied.Reserved) {
            return RESERVED_RETRY_SECONDS;
        }
        return denied instanceof Denied.Saving || denied.holders().isEmpty()
                ? 1
                : retrySeconds(denied.holders().get(0));
    }

    private static long retrySeconds(LockView holder) {
        return Math.max(1, Math.min(LONGEST_RETRY_SECONDS, Seconds.left(holder.remaining())));
    }

    /** Without what is told of the holders. */
    static Problem problem(Denied denied) {
        if (denied instanceof Denied.StaleVersion) {
            return Problem.of(
                    409, "stale-version", "Changed meanwhile", new LockedException(denied).getMessage() + ".");
        }
        if (denied instanceof Denied.QuotaExceeded) {
            return Problem.of(429, "quota-exceeded", "Too many locks", new LockedException(denied).getMessage() + ".");
        }
        if (denied instanceof Denied.NotPermitted) {
            return Problems.notPermitted(String.valueOf(new LockedException(denied).getMessage()));
        }
        if (denied instanceof Denied.Reserved) {
            return Problem.of(423, "reserved", "Reserved", new LockedException(denied).getMessage() + ".");
        }
        if (denied instanceof Denied.Saving) {
            return Problem.of(
                    423, "saving", "Being saved", denied.key() + " is being saved right now. Try again in a second.");
        }
        if (denied instanceof Denied.Held held && held.heldByYouElsewhere()) {
            return Problem.of(
                    423,
                    "locked",
                    "Locked",
                    "You are editing " + denied.key() + " in another tab or session. Continue here?");
        }
        return Problem.of(423, "locked", "Locked", new LockedException(denied).getMessage() + ".");
    }
}
