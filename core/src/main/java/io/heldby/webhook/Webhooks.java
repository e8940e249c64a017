package io.heldby.webhook;

import io.heldby.lock.EventFeed;
import io.heldby.lock.EventStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends webhooks, from this node or another: every event that a webhook wants, in order, until the receiver says yes (2xx).
 *
 * <ul>
 *   <li><b>At least once.</b> The position is moved on after the answer. Who receives an event twice sees the same {@code
 *       webhook-id}; a node that was stopped in the middle for longer than a minute may bring one late.
 *   <li><b>Order.</b> A webhook whose receiver fails waits, from one second to 15 minutes, and then goes on with the same
 *       event. Others do not wait for it: each has a thread, {@code heldby-webhook-NAME}.
 *   <li><b>Nodes.</b> One sends at a time. No connection to the store is held while a receiver is waited for.
 *   <li><b>Kept too short.</b> An event that is forgotten (see {@link io.heldby.lock.EventSettings#retention}) before it was
 *       sent is not sent; the receiver is told {@code events.missed}.
 *   <li><b>410 Gone</b> ends the sending on the node that got this answer, until it starts again.
 * </ul>
 *
 * <p>Safe for use by many threads. Close it before the feed.
 */
public final class Webhooks implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration NOTE_EVERY = Duration.ofMinutes(1);

    private final WebhookStore store;
    private final Set<String> names = new HashSet<>();
    private final List<Deliverer> deliverers;
    private final List<EventFeed.Subscription> subscriptions;

    /**
     * Begins to send. A webhook whose name is new begins with what happens from now on, any other where it was.
     *
     * @throws IllegalArgumentException when two have one name
     * @throws io.heldby.lock.LockStoreException when the store cannot be reached
     */
    public Webhooks(List<Webhook> webhooks, EventStore events, EventFeed feed, WebhookStore store) {
        this(webhooks, events, feed, store, NOTE_EVERY);
    }

    /** @param noteEvery how often it is noted that nothing was to be sent */
    Webhooks(List<Webhook> webhooks, EventStore events, EventFeed feed, WebhookStore store, Duration noteEvery) {
        this.store = store;
        for (Webhook webhook : webhooks) {
            if (!names.add(webhook.name())) {
                throw new IllegalArgumentException(
                        "webhooks must have different names, by which it is remembered how far they were sent, but two are called \"%s\""
                                .formatted(webhook.name()));
            }
        }
        deliverers = webhooks.stream()
                .map(webhook -> new Deliverer(webhook, events, store, noteEvery))
                .toList();
        subscriptions = deliverers.stream()
                .map(deliverer -> feed.subscribe(deliverer::told))
                .toList();
        deliverers.forEach(Deliverer::start);
    }

    /**
     * How the webhooks are that this node knows, by name.
     *
     * @throws io.heldby.lock.LockStoreException when the store cannot be reached
     */
    public List<WebhookStatus> statuses() {
        return names.isEmpty()
                ? List.of()
                : store.statuses().stream()
                        .filter(status -> names.contains(status.name()))
                        .toList();
    }

    /** Waits for what is being sent, for up to five seconds; what is given up then is sent after the next start. */
    @Override
    public void close() {
        subscriptions.forEach(EventFeed.Subscription::close);
        deliverers.forEach(Deliverer::close);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Deliverer deliverer : deliverers) {
                deliverer.awaitEnd(deadline);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
