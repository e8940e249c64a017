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

    private DeniedAnswer() {}

    static Answer of(Denied denied) {
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
        boolean saving = denied instanceof Denied.Saving;
        return problem(denied)
                .with("holders", holders)
                .with("heldByYouElsewhere", yours)
                .with("actions", yours ? List.of("take-over") : List.of())
                .with("serverTime", holder.map(LockView::asOf).orElse(null))
                .answer()
                .retryAfter(saving ? 1 : holder.map(DeniedAnswer::retrySeconds).orElse(1L));
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
