package io.heldby.webhook;

import io.heldby.lock.EventStore;
import io.heldby.lock.LockEvent;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Sends one webhook what it wants, on a thread of its own, in the order of positions.
 *
 * <p>When it has read something to send, it takes the turn from the {@link WebhookStore}, which one node has at a time, and
 * sends. Only after an answer of success the position is moved on; whatever happens between the two, the event is sent again.
 * The first failure ends the turn and keeps everything behind it waiting.
 */
final class Deliverer {

    private static final System.Logger LOG = System.getLogger(Webhooks.class.getName());

    private static final int BATCH = 500;

    /** How often it looks when nobody wakes it. */
    private static final long LOOK_MILLIS = 1_000;

    private final Webhook webhook;
    private final EventStore events;
    private final WebhookStore store;
    private final long noteEveryNanos;
    private final UUID node = UUID.randomUUID();
    private final Sender sender = new Sender();
    private final Semaphore news = new Semaphore(1);
    private final Thread thread;
    private volatile boolean closed;

    // What follows is its own thread's.

    /** Up to here nothing is to be sent by this node any more. */
    private long looked;

    /** Up to here the receiver has said yes to this node, whether or not that could be noted. */
    private long sent;

    private long noted = System.nanoTime();
    private boolean gone;

    /** @param noteEvery how often it is noted that nothing was to be sent */
    Deliverer(Webhook webhook, EventStore events, WebhookStore store, Duration noteEvery) {
        this.webhook = webhook;
        this.noteEveryNanos = noteEvery.toNanos();
        this.events = events;
        this.store = store;
        looked = store.begin(webhook.name());
        thread = new Thread(this::run, "heldby-webhook-" + webhook.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void told(LockEvent event) {
        if (webhook.wants(event) && news.availablePermits() == 0) {
            news.release();
        }
    }

    private void run() {
        boolean failing = false;
        while (!closed && !gone) {
            try {
                if (news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
                look();
                failing = false;
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException failed) {
                if (!failing && !closed) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "cannot read what webhook " + webhook.name() + " is to be sent, trying again",
                            failed);
                }
                failing = true;
            }
        }
    }

    private void look() {
        List<LockEvent> next;
        do {
            next = events.after(looked, BATCH);
            boolean noteDue = System.nanoTime() - noted >= noteEveryNanos;
            if ((noteDue || next.stream().anyMatch(webhook::wants)) && !takeTurn(next)) {
                return;
            }
            looked = lastOf(next);
        } while (next.size() == BATCH && !closed);
    }

    private long lastOf(List<LockEvent> next) {
        return next.isEmpty() ? looked : next.get(next.size() - 1).position();
    }

    /** Says whether all of these are behind us. */
    private boolean takeTurn(List<LockEvent> next) {
        HeldTurn turn = HeldTurn.take(store, webhook.name(), node, System::nanoTime);
        if (turn == null) {
            return false;
        }
        boolean done = sendAll(next, turn);
        store.release(webhook.name(), node);
        noted = System.nanoTime();
        return done;
    }

    private boolean sendAll(List<LockEvent> next, HeldTurn turn) {
        long position = turn.position();
        long missed = turn.missedUpTo();
        if (missed > position) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "webhook {0} was not sent all events up to position {1}, which were kept no longer; it is told so",
                    webhook.name(),
                    Long.toString(missed));
            if (!sent(Message.missed(position, missed), turn)) {
                return false;
            }
            position = missed;
        }
        for (LockEvent event : next) {
            if (event.position() > position && webhook.wants(event)) {
                if (closed || !sent(Message.of(event), turn)) {
                    return false;
                }
                position = event.position();
            }
        }
        if (lastOf(next) > position) {
            boolean unused = store.delivered(webhook.name(), node, lastOf(next), null);
        }
        return true;
    }

    /** Sends this, unless the receiver has it, and notes what came of it; says whether to go on. */
    private boolean sent(Message message, HeldTurn turn) {
        if (!turn.keep()) {
            return false;
        }
        String answer = null;
        if (message.position() > sent) {
            Attempt attempt = sender.send(webhook, message, turn.epochSeconds());
            if (!attempt.succeeded()) {
                failed(attempt, turn);
                return false;
            }
            sent = message.position();
            answer = attempt.text();
        }
        if (!store.delivered(webhook.name(), node, message.position(), answer)) {
            return false;
        }
        if (turn.recovered()) {
            LOG.log(System.Logger.Level.INFO, "webhook {0} answers again ({1})", webhook, answer);
        }
        return true;
    }

    private void failed(Attempt attempt, HeldTurn turn) {
        if (closed) {
            return; // It may be our own doing, and says nothing about the receiver.
        }
        Duration pause = Backoff.after(turn.failures(), ThreadLocalRandom.current());
        if (attempt.isGone()) {
            gone = true;
            pause = Duration.ZERO;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "webhook {0} says 410 Gone; this node sends it nothing more until the next start: configure it anew or"
                            + " take it out",
                    webhook);
        } else if (turn.failures() == 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "webhook {0} fails ({1}); what happens is kept for it and sent in order, tried again every 15 min at"
                            + " least",
                    webhook,
                    attempt.text());
        }
        Duration asked = attempt.retryAfter().compareTo(Backoff.LONGEST) < 0 ? attempt.retryAfter() : Backoff.LONGEST;
        store.failed(webhook.name(), node, attempt.text(), pause.compareTo(asked) > 0 ? pause : asked);
    }

    /** Sends nothing more. What is under way may end. */
    void close() {
        closed = true;
        news.release();
    }

    /** Waits for the end of what is under way, and then gives it up: it is sent again after the next start. */
    void awaitEnd(long deadlineNanos) throws InterruptedException {
        join(deadlineNanos - System.nanoTime());
        sender.abandon();
        join(Duration.ofSeconds(1).toNanos());
    }

    private void join(long nanos) throws InterruptedException {
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
        }
    }
}
