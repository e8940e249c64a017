package io.heldby.lock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of expiry handlers, as a port of a {@link LockStore}. The store puts them down, and drops them, in the very steps
 * in which it ends and revives grants ({@link ExpiryTask.Change}); an {@link ExpiryWorker} runs them.
 *
 * <p><b>Claims.</b> A task that is claimed is nobody else's until the claim's time is over by the store's clock. It stays until
 * it is {@link #done}, so that a worker that dies loses nothing.
 *
 * <p><b>Errors.</b> {@link LockStoreException} when the store cannot be reached or breaks; nothing is lost, ask again.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface ExpiryTasks {

    /**
     * Claims the task of this handler that has been due for the longest time; empty when none is due. Never waits for another
     * worker. Only of an ending that is committed there is a task.
     *
     * @param time how long it is nobody else's
     */
    Optional<ExpiryTask> claim(String handler, Duration time);

    /**
     * It has been run.
     *
     * @return whether it was still claimed by this run; if not, it was dropped, or another one is under way
     */
    boolean done(ExpiryTask claimed);

    /**
     * It is to be run again.
     *
     * @param error what went wrong, at most 500 chars
     * @param again after which time
     * @return as {@link #done}
     */
    boolean failed(ExpiryTask claimed, String error, Duration again);

    /**
     * Lets an expired grant go on, see {@link ExpiryHandler.Extension}: in one step, and only if the key is nobody else's.
     *
     * @return whether its holder has it again
     */
    boolean extend(LockId lockId, Duration time);

    /**
     * Tasks that are not done, those first that are due first.
     *
     * @param tenant null for those of all tenants
     */
    List<ExpiryTask> pending(@Nullable String tenant, int limit);
}
