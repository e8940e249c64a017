package io.heldby.spring.http;

import io.heldby.lock.Denied;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockView;
import io.heldby.lock.LockedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a program reads when a lock is in the way of the application's own controllers.
 *
 * @param maySee whether the caller may know who holds a record
 */
record LockProblem(Predicate<LockKey> maySee) {

    /** Whether it is one that is answered here. */
    static boolean is(Throwable failure) {
        return failure instanceof LockedException
                || failure instanceof LockNotHeldException
                || failure instanceof LockLostException;
    }

    /** Empty for every other exception. */
    Optional<Answer> answer(Throwable failure) {
        if (failure instanceof LockedException locked) {
            return Optional.of(refused(locked.denied()));
        }
        if (failure instanceof LockNotHeldException notHeld) {
            return Optional.of(notHeld(notHeld));
        }
        return failure instanceof LockLostException lost
                ? Optional.of(LostJson.problem(lost.loss()).answer())
                : Optional.empty();
    }

    private Answer refused(Denied denied) {
        return denied.holders().isEmpty() || maySee.test(denied.key())
                ? DeniedAnswer.of(denied)
                : somebody(denied.key());
    }

    private Answer notHeld(LockNotHeldException refused) {
        LockView holder = refused.holder().orElse(null);
        if (holder == null) {
            return lockRequired(refused.key() + " must be checked out before it is loaded, and nobody holds it.");
        }
        if (isOwnShare(refused, holder)) {
            return lockRequired("You hold " + refused.key() + " only for reading. Upgrade the lock first.");
        }
        return refused(new Denied.Held(List.of(holder), holder.owner().sameUserAs(refused.writer())));
    }

    private static boolean isOwnShare(LockNotHeldException refused, LockView holder) {
        return holder.mode() == LockMode.SHARED && holder.owner().sameEditingSessionAs(refused.writer());
    }

    private static Answer lockRequired(String detail) {
        return Problem.of(428, "lock-required", "Lock required", detail).answer();
    }

    private static Answer somebody(LockKey key) {
        return Problem.of(423, "locked", "Locked", key + " is locked. Try again later.")
                .answer()
                .retryAfter(30);
    }
}
