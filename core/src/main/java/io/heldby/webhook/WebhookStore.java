package io.heldby.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how far every webhook was sent, as a port; for all nodes.
 *
 * <p><b>Protocol.</b> {@link #begin} once; then, as often as there is something to send, {@link #claim}, send, {@link
 * #delivered} after each answer of success or {@link #failed} after the first other one, and {@link #release}. Whoever
 * implements this holds no connection and no transaction between two calls.
 *
 * <p><b>Clock.</b> The store's.
 *
 * <p><b>Errors.</b> {@link io.heldby.lock.LockStoreException} when the store cannot be reached or breaks.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface WebhookStore {

    /**
     * Makes a webhook known, if it is new: it then begins with what happens from now on. One that waits after a failure
     * may be tried at once.
     *
     * @return its position
     */
    long begin(String name);

    /**
     * Takes the turn to send, for a while; who has it already gets more time.
     *
     * @param by who asks; a new one for each start of a node
     * @param lease after which somebody else may take it
     * @return empty when somebody else has it, or when it is not yet time to try again after a failure
     */
    Optional<Turn> claim(String name, UUID by, Duration lease);

    /**
     * Notes that the receiver has everything up to a position.
     *
     * @param answer of the receiver; null when there was nothing to send
     * @return false when the turn was lost to somebody else, or the position is not ahead; nothing is noted then
     */
    boolean delivered(String name, UUID by, long position, @Nullable String answer);

    /**
     * Notes a failure and ends the turn.
     *
     * @param answer what the receiver said, or why there was no answer; at most 200 chars
     * @param pause how long nobody shall try again
     */
    void failed(String name, UUID by, String answer, Duration pause);

    /** Ends the turn; nothing when somebody else has it. */
    void release(String name, UUID by);

    /** How all webhooks are that were ever begun, by name. */
    List<WebhookStatus> statuses();

    /**
     * The turn to send.
     *
     * @param position up to which the receiver has everything
     * @param missedUpTo up to here events were forgotten before all of them were sent; not more than {@code position} if none
     *     was
     * @param failures how often in a row it has failed
     * @param now by the store's clock
     */
    record Turn(long position, long missedUpTo, int failures, Instant now) {}
}
