package io.heldby.redis;

import io.heldby.lock.EventFeed;
import io.heldby.lock.Fence;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.LockEvent;
import io.heldby.lock.LockEventListener;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockStoreException;
import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hears what the scripts publish, and tells listeners. A message is what one script did: a line for each event, its parts
 * between tabs, which no text contains: kind, name of the lock, lock id, fence, when (µs), user, display name, by whom,
 * reason. More parts, or kinds, may be added.
 *
 * <p>Lettuce's thread only puts messages into a queue; a thread of its own calls the listeners, so that a slow one holds up
 * no answer. Safe for use by many threads.
 */
final class LockNews implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LockNews.class.getName());

    private static final int PARTS = 9;
    private static final int LONGEST_QUEUE = 10_000;

    private final Nodes nodes;
    private final KeyNames names;
    private final List<LockEventListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock mutex = new ReentrantLock();
    private final ThreadPoolExecutor teller = new ThreadPoolExecutor(
            1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(LONGEST_QUEUE), LockNews::thread, (work, full) -> {
                if (!full.isShutdown()) {
                    LOG.log(System.Logger.Level.WARNING, "listeners are too slow; they are not told all that happens");
                }
            });
    private @Nullable StatefulRedisPubSubConnection<String, String> connection;

    LockNews(Nodes nodes, KeyNames names) {
        this.nodes = nodes;
        this.names = names;
        teller.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "heldby-news");
        thread.setDaemon(true);
        return thread;
    }

    EventFeed.Subscription subscribe(LockEventListener listener) {
        connect();
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void connect() {
        mutex.lock();
        try {
            if (connection == null) {
                StatefulRedisPubSubConnection<String, String> made = nodes.connectToListen();
                made.addListener(new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String channel, String message) {
                        teller.execute(() -> tell(message));
                    }
                });
                subscribe(made);
                connection = made;
            }
        } catch (RedisException failed) {
            throw new LockStoreException("cannot listen to Redis: " + failed.getMessage(), failed);
        } finally {
            mutex.unlock();
        }
    }

    private void subscribe(StatefulRedisPubSubConnection<String, String> made) {
        try {
            made.sync().subscribe(names.events());
        } catch (RedisException refused) {
            made.close();
            throw refused;
        }
    }

    private void tell(String message) {
        for (String line : message.split("\n", -1)) {
            LockEvent event = parsed(line);
            if (event != null) {
                listeners.forEach(listener -> tell(listener, event));
            }
        }
    }

    private static void tell(LockEventListener listener, LockEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "a listener failed at " + event, failed);
        }
    }

    private @Nullable LockEvent parsed(String line) {
        try {
            return event(line.split("\t", -1));
        } catch (RuntimeException foreign) {
            LOG.log(System.Logger.Level.DEBUG, "somebody else publishes on our channel", foreign);
            return null;
        }
    }

    private LockEvent event(String[] parts) {
        if (parts.length < PARTS) {
            throw new IllegalArgumentException("a line must have " + PARTS + " parts, but has " + parts.length);
        }
        LockEvent.Kind kind = LockEvent.Kind.named(parts[0]);
        if (parts[2].isEmpty()) {
            KeyNames.Suspended what = names.suspendedOf(parts[1]);
            return event(kind, what.tenant(), what.type(), "", null, null, parts);
        }
        LockKey key = names.keyOf(parts[1]);
        return event(
                kind,
                key.tenant(),
                key.type(),
                key.id(),
                LockId.parse(key.tenant(), parts[2]),
                new Fence(Long.parseLong(parts[3])),
                parts);
    }

    private static LockEvent event(
            LockEvent.Kind kind,
            String tenant,
            String type,
            String id,
            @Nullable LockId lockId,
            @Nullable Fence fence,
            String[] parts) {
        return new LockEvent(
                0,
                kind,
                tenant,
                type,
                id,
                lockId,
                fence,
                known(parts[5]),
                known(parts[6]),
                known(parts[7]),
                known(parts[8]),
                Reply.time(Long.parseLong(parts[4])),
                null);
    }

    private static @Nullable String known(String part) {
        return part.isEmpty() ? null : part;
    }

    /** The last four parts of what happens when this is granted. */
    static String whoAndWhy(GrantRequest request) {
        return request.owner().user() + "\t" + request.owner().displayName() + "\t\t"
                + (request.reason() == null ? "" : request.reason());
    }

    @Override
    public void close() {
        mutex.lock();
        try {
            if (connection != null) {
                connection.close();
            }
        } finally {
            mutex.unlock();
        }
        teller.shutdownNow();
    }
}
