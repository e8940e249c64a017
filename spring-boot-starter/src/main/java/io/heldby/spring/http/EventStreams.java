package io.heldby.spring.http;

import io.heldby.lock.EventFeed;
import io.heldby.lock.EventStore;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The event streams that are open on this node, a few for each person. What happens is put into each stream's queue on the
 * feed's thread and written by a few threads of its own; a client that does not read lets its queue run full and is dropped,
 * and comes back by itself where it was.
 */
final class EventStreams implements AutoCloseable {

    private static final int WRITERS = 32;
    private static final Duration COMMENT_EVERY = Duration.ofSeconds(15);

    private static final int LOOKS = 5;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** Then the client asks again, so that it is looked again who they are. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final EventFeed feed;
    private final EventStore events;
    private final int perUser;
    private final int altogether;
    private final AsCaller asCaller;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final EventFeed.Subscription subscription;
    private final ThreadPoolExecutor writers = new ThreadPoolExecutor(
            WRITERS,
            WRITERS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> thread("heldby-streams", work),
            new ThreadPoolExecutor.DiscardPolicy()); // Once it is closed.
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(1, work -> thread("heldby-streams-clock", work));

    /**
     * Follows the feed until it is closed.
     *
     * @param asCaller wraps what runs later so that it runs as whoever asks now
     */
    @SuppressWarnings("FutureReturnValueIgnored") // Comments are best effort.
    EventStreams(EventFeed feed, EventStore events, int perUser, int altogether, AsCaller asCaller) {
        this.feed = feed;
        this.events = events;
        this.perUser = perUser;
        this.altogether = altogether;
        this.asCaller = asCaller;
        writers.allowCoreThreadTimeOut(true);
        subscription = feed.subscribe(event -> open.forEach(stream -> stream.offer(event)));
        clock.scheduleWithFixedDelay(
                () -> open.forEach(EventStream::comment),
                COMMENT_EVERY.toMillis(),
                COMMENT_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * Opens a stream.
     *
     * @param lastSeen what the client has read last; null to begin now
     * @throws Refusal 429 when this person has as many as one may have, 503 when the node has
     */
    SseEmitter open(String user, EventFilter filter, @Nullable Long lastSeen) {
        long now = feed.position();
        String person = filter.tenant() + "/" + user;
        EventStream stream = new EventStream(
                person,
                filter,
                lastSeen == null ? now : Math.min(lastSeen, now),
                events,
                new SseEmitter(LONGEST.toMillis()),
                writers,
                asCaller,
                open::remove);
        admit(stream);
        stream.begin();
        return stream.emitter();
    }

    /** Counts after adding: of several that come at the same moment, too few are let in rather than too many. */
    private void admit(EventStream stream) {
        open.add(stream);
        if (hasTooMany(stream.person())) {
            open.remove(stream);
            throw Problem.of(
                            429,
                            "too-many-streams",
                            "Too many streams",
                            "You have %d event streams open already. One for each browser is enough: close one, or ask"
                                            .formatted(perUser)
                                    + " /events/poll instead.")
                    .refusal();
        }
        if (open.size() > altogether) {
            open.remove(stream);
            throw new Refusal(Problem.of(
                            503,
                            "too-many-streams",
                            "Too many streams",
                            "This server has no event stream left. Ask /events/poll instead, or come back later.")
                    .answer()
                    .retryAfter(30));
        }
    }

    /** That a client has gone is noticed by writing to it, and a page that was reloaded a few times has left some behind. */
    private boolean hasTooMany(String person) {
        for (int look = 0; look < LOOKS && ofPerson(person).count() > perUser; look++) {
            ofPerson(person).forEach(EventStream::comment);
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return ofPerson(person).count() > perUser;
    }

    /** @param person tenant, slash and user */
    Stream<EventStream> ofPerson(String person) {
        return open.stream().filter(stream -> stream.person().equals(person));
    }

    int count() {
        return open.size();
    }

    @Override
    public void close() {
        subscription.close();
        clock.shutdownNow();
        open.forEach(EventStream::end);
        writers.shutdown();
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
