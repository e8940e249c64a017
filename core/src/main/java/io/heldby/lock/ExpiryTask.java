package io.heldby.lock;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is over, as its {@link ExpiryHandler} is told, and how that goes. Never contains a token. Times are the store's.
 *
 * @param taskId which task; one lock can have several, one for each time that it expired
 * @param handler the name of the handler
 * @param lockId of the lock that is over
 * @param owner who had it; a pseudonym after the name was removed for data protection, and then no reason is known either
 * @param reason why they had it, as they said
 * @param fence of the lock that is over; whoever has the record now has a greater one
 * @param expiresAt when its time was over; in the future when it was taken from a living holder
 * @param loss how it ended: {@link LossCause#EXPIRED}, or {@link LossCause#TAKEN_OVER} and then by whom and why
 * @param attempts how often it has been run, the run under way included
 * @param dueAt when it is to be run, or run again if the run under way comes to nothing
 * @param claim the run that is under way; null when there is none
 * @param lastError what the last run that failed said, at most 500 chars
 */
public record ExpiryTask(
        long taskId,
        String handler,
        LockId lockId,
        LockMode mode,
        Owner owner,
        @Nullable String reason,
        Fence fence,
        Instant acquiredAt,
        Instant expiresAt,
        Instant maxUntil,
        Loss loss,
        int attempts,
        Instant dueAt,
        @Nullable UUID claim,
        @Nullable String lastError) {

    /** What a step in a grant's life means for its handler; the rule, for all stores. */
    public enum Change {
        NOTHING,
        /** A task is to be put down. */
        TASK,
        /** Its holder has come back: tasks that it has are to be dropped. */
        DROP;

        /** When a grant goes on: it has expired and been marked for that, or it has come back. */
        public static Change of(Grant before, Grant after) {
            if (before.terms().handler() == null || before.expiryLogged() == after.expiryLogged()) {
                return NOTHING;
            }
            return after.expiryLogged() ? TASK : DROP;
        }

        /** When a grant ends. What has been put down when it expired is not put down again when it is taken. */
        public static Change of(Grant grant, Loss loss) {
            if (grant.terms().handler() == null) {
                return NOTHING;
            }
            return switch (loss.cause()) {
                case EXPIRED, TAKEN_OVER -> grant.expiryLogged() ? NOTHING : TASK;
                case RELEASED, HANDED_OVER, CONTINUED_ELSEWHERE -> grant.expiryLogged() ? DROP : NOTHING;
                case BROKEN, UNKNOWN -> NOTHING;
            };
        }
    }

    /** A new one, due at once. */
    public static ExpiryTask of(long taskId, Grant grant, Loss loss) {
        return new ExpiryTask(
                taskId,
                Objects.requireNonNull(grant.terms().handler()),
                grant.lockId(),
                grant.mode(),
                grant.owner(),
                grant.reason(),
                grant.fence(),
                grant.acquiredAt(),
                grant.expiresAt(),
                grant.maxUntil(),
                loss,
                0,
                Objects.requireNonNull(loss.at()),
                null,
                null);
    }

    public LockKey key() {
        return lockId.key();
    }

    /** As it is when a run has begun. */
    public ExpiryTask claimed(UUID by, Instant until) {
        return with(attempts + 1, until, by, lastError);
    }

    ExpiryTask failed(String error, Instant again) {
        return with(attempts, again, null, error);
    }

    ExpiryTask withDueAt(Instant newDueAt) {
        return with(attempts, newDueAt, claim, lastError);
    }

    private ExpiryTask with(int attempts, Instant dueAt, @Nullable UUID claim, @Nullable String lastError) {
        return new ExpiryTask(
                taskId,
                handler,
                lockId,
                mode,
                owner,
                reason,
                fence,
                acquiredAt,
                expiresAt,
                maxUntil,
                loss,
                attempts,
                dueAt,
                claim,
                lastError);
    }
}
