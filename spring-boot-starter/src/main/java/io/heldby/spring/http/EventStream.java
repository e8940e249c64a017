package io.heldby.spring.http;

import io.heldby.lock.EventStore;
import io.heldby.lock.LockEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One client that reads along: first what it has missed, then what happens, in the order of positions. */
final class EventStream {

    private static final System.Logger LOG = System.getLogger(EventStream.class.getName());

    /** How much may wait for a client that reads slowly. */
    static final int LONGEST_QUEUE = 1_000;

    private static final int BATCH = 500;

    private final String person;
    private final EventFilter filter;
    private final EventStore events;
    private final SseEmitter emitter;
    private final Executor writers;
    private final Runnable write;
    private final Consumer<EventStream> onEnd;

    private final ReentrantLock mutex = new ReentrantLock();
    private final Queue<LockEvent> queue = new ArrayDeque<>();
    private boolean commentDue;
    private boolean writing;
    private boolean ended;

    /** Only the one thread that writes at a time touches these. */
    private long written;

    private boolean caughtUp;

    EventStream(
            String person,
            EventFilter filter,
            long behind,
            EventStore events,
            SseEmitter emitter,
            Executor writers,
            AsCaller asCaller,
            Consumer<EventStream> onEnd) {
        this.person = person;
        this.filter = filter;
        this.written = behind;
        this.events = events;
        this.emitter = emitter;
        this.writers = writers;
        this.write = asCaller.apply(this::write);
        this.onEnd = onEnd;
    }

    String person() {
        return person;
    }

    SseEmitter emitter() {
        return emitter;
    }

    /** Says hello, so that the client knows that it is connected, and reads what it has missed. */
    void begin() {
        emitter.onCompletion(this::gone);
        emitter.onTimeout(this::gone);
        emitter.onError(failure -> gone());
        mutex.lock();
        try {
            writeSoon();
        } finally {
            mutex.unlock();
        }
    }

    /** Called on the feed's thread: returns at once, whatever the client does. */
    void offer(LockEvent event) {
        if (!filter.concerns(event)) {
            return;
        }
        boolean full;
        mutex.lock();
        try {
            full = queue.size() >= LONGEST_QUEUE;
            if (!ended && !full) {
                queue.add(event);
                writeSoon();
            }
        } finally {
            mutex.unlock();
        }
        if (full) {
            LOG.log(System.Logger.Level.INFO, "dropped an event stream of {0}, which does not read", person);
            end();
        }
    }

    void comment() {
        mutex.lock();
        try {
            commentDue = true;
            writeSoon();
        } finally {
            mutex.unlock();
        }
    }

    private void writeSoon() {
        if (!writing && !ended) {
            writing = true;
            writers.execute(write);
        }
    }

    private void write() {
        try {
            if (!caughtUp) {
                emitter.send(SseEmitter.event().reconnectTime(2_000).comment("hello"));
                catchUp();
                caughtUp = true;
            }
            for (LockEvent event = next(); event != null; event = next()) {
                send(event);
            }
        } catch (IOException | RuntimeException failed) {
            // The client has gone, or the store has: it comes back by itself.
            LOG.log(System.Logger.Level.DEBUG, "an event stream ended", failed);
            end();
        }
    }

    private void catchUp() throws IOException {
        List<LockEvent> missed;
        do {
            missed = events.after(written, BATCH);
            for (LockEvent event : missed) {
                send(event);
            }
        } while (missed.size() == BATCH && !hasEnded());
    }

    /** What waits; when nothing does, this thread is through. */
    private @Nullable LockEvent next() throws IOException {
        boolean comment;
        LockEvent event;
        mutex.lock();
        try {
            comment = commentDue;
            commentDue = false;
            event = ended ? null : queue.poll();
            writing = event != null || (comment && !ended);
        } finally {
            mutex.unlock();
        }
        if (event != null || !comment) {
            return event;
        }
        emitter.send(SseEmitter.event().comment(""));
        return next();
    }

    private void send(LockEvent event) throws IOException {
        if (event.position() > written) {
            written = event.position();
            if (filter.shows(event)) {
                emitter.send(SseEmitter.event()
                        .id(Long.toString(event.position()))
                        .name(event.kind().news())
                        .data(event.toJson()));
            }
        }
    }

    /** Lets the client go; a thread that is stuck in writing to it is freed by the server's own timeout. */
    void end() {
        gone();
        writers.execute(this::complete);
    }

    private void complete() {
        try {
            emitter.complete();
        } catch (IllegalStateException gone) {
            // The client has left meanwhile, and the server has ended the answer itself.
        }
    }

    private void gone() {
        mutex.lock();
        try {
            ended = true;
            queue.clear();
        } finally {
            mutex.unlock();
        }
        onEnd.accept(this);
    }

    private boolean hasEnded() {
        mutex.lock();
        try {
            return ended;
        } finally {
            mutex.unlock();
        }
    }
}
