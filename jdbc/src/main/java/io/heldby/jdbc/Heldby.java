package io.heldby.jdbc;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.ChangeUpkeep;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcEventStore;
import io.heldby.jdbc.lock.JdbcGuard;
import io.heldby.jdbc.lock.JdbcLockStore;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.jdbc.lock.JdbcWebhookStore;
import io.heldby.jdbc.unitofwork.LockingMappers;
import io.heldby.lock.Edits;
import io.heldby.lock.EventFeed;
import io.heldby.lock.EventSettings;
import io.heldby.lock.EventStore;
import io.heldby.lock.ExpiryHandler;
import io.heldby.lock.ExpiryWorker;
import io.heldby.lock.Guard;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Sweeper;
import io.heldby.lock.Transactions;
import io.heldby.webhook.Webhook;
import io.heldby.webhook.Webhooks;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Everything put together on one data source, for an application without Spring.
 *
 * <pre>{@code
 * try (Heldby heldby = Heldby.builder(dataSource).build()) {
 *     Acquisition answer = heldby.locks().acquire(LockRequest.of(LockKey.of("policy", "12345"), owner));
 * }
 * }</pre>
 */
public final class Heldby implements AutoCloseable {

    private final LockManager locks;
    private final Guard guard;
    private final Transactions transactions;
    private final Edits edits;
    private final ExpiryWorker expiryWorker;
    private final Sweeper sweeper;
    private final EventStore events;
    private final EventFeed eventFeed;
    private final Webhooks webhooks;
    private final ChangeLog changeLog;
    private final ChangeUpkeep changeUpkeep;
    private final SavedEvents savedEvents;
    private final DataSource dataSource;
    private final Supplier<String> tenant;

    private Heldby(Builder builder) {
        dataSource = builder.dataSource;
        tenant = builder.ownerResolver::tenant;
        JdbcSchema.prepare(builder.dataSource, builder.settings, builder.initializeSchema);
        transactions = new JdbcTransactions(builder.dataSource);
        changeLog = new ChangeLog(builder.settings, tenant);
        savedEvents = new SavedEvents(builder.settings, tenant);
        JdbcLockStore store = new JdbcLockStore(builder.dataSource, builder.settings);
        locks = new LockManager(store, builder.policies, transactions::active);
        guard = new JdbcGuard(builder.dataSource, builder.settings, builder.policies);
        edits = new Edits(locks, guard, transactions, builder.ownerResolver);
        expiryWorker = new ExpiryWorker(locks, builder.expiryHandlers);
        sweeper = new Sweeper(locks, builder.sweepEvery, expiryWorker::wake);
        events = new JdbcEventStore(builder.dataSource, builder.settings, builder.listenOn);
        eventFeed = new EventFeed(locks, events, builder.eventSettings);
        changeUpkeep = new ChangeUpkeep(changeLog, transactions, builder.changeRetention);
        try {
            webhooks = new Webhooks(
                    builder.webhooks, events, eventFeed, new JdbcWebhookStore(builder.dataSource, builder.settings));
        } catch (RuntimeException refused) {
            stopThreads();
            throw refused;
        }
    }

    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    public LockManager locks() {
        return locks;
    }

    public Edits edits() {
        return edits;
    }

    public Guard guard() {
        return guard;
    }

    public Transactions transactions() {
        return transactions;
    }

    /** What happened to locks: history, and forgetting. */
    public EventStore events() {
        return events;
    }

    /** Tells listeners what happens to locks from now on, on whichever node. */
    public EventFeed eventFeed() {
        return eventFeed;
    }

    /** How the webhooks are that were given to {@link Builder#webhooks}. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** What writes changed, of the tenant that the owner resolver names. */
    public ChangeLog changeLog() {
        return changeLog;
    }

    /** Tells of saves. Readers on this node see them when they look next, see {@link EventSettings#every}. */
    public SavedEvents savedEvents() {
        return savedEvents;
    }

    /**
     * Puts the implicit lock around mappers.
     *
     * @param owners who works on a key now, and in which editing session: the same one from finding to saving
     */
    public LockingMappers lockingMappers(Function<LockKey, Owner> owners) {
        return new LockingMappers(locks, guard, dataSource, owners, tenant);
    }

    /** Stops the threads; does not close the data source. Locks that are held end with their leases. */
    @Override
    public void close() {
        webhooks.close();
        stopThreads();
    }

    private void stopThreads() {
        changeUpkeep.close();
        eventFeed.close();
        sweeper.close();
        expiryWorker.close();
        locks.close();
    }

    /** Every part has a default. */
    public static final class Builder {

        private final DataSource dataSource;
        private LockPolicies policies = LockPolicies.defaults();
        private OwnerResolver ownerResolver = session -> Optional.empty();
        private JdbcSettings settings = JdbcSettings.defaults();
        private InitializeSchema initializeSchema = InitializeSchema.EMBEDDED;
        private Duration sweepEvery = Duration.ofSeconds(30);
        private final Map<String, ExpiryHandler> expiryHandlers = new HashMap<>();
        private EventSettings eventSettings = EventSettings.defaults();
        private Duration changeRetention = ChangeUpkeep.DEFAULT_RETENTION;
        private List<Webhook> webhooks = List.of();
        private @Nullable DataSource listenOn;

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        public Builder policies(LockPolicies newPolicies) {
            policies = newPolicies;
            return this;
        }

        /** Who is asking, for {@link Edits#begin(String, String)}; without it, pass owners in lock requests. */
        public Builder ownerResolver(OwnerResolver newOwnerResolver) {
            ownerResolver = newOwnerResolver;
            return this;
        }

        public Builder settings(JdbcSettings newSettings) {
            settings = newSettings;
            return this;
        }

        public Builder initializeSchema(InitializeSchema newInitializeSchema) {
            initializeSchema = newInitializeSchema;
            return this;
        }

        /** How often expired locks are tidied; default 30 s. */
        public Builder sweepEvery(Duration newSweepEvery) {
            sweepEvery = newSweepEvery;
            return this;
        }

        /**
         * What is done about locks that name this handler when they expire or are taken over. Every node should have the same.
         *
         * @param name 1 to 100 chars
         */
        public Builder expiryHandler(String name, ExpiryHandler handler) {
            expiryHandlers.put(name, handler);
            return this;
        }

        /** How this node follows events, and how long they are kept. */
        public Builder events(EventSettings newEventSettings) {
            eventSettings = newEventSettings;
            return this;
        }

        /**
         * How long it is kept what writes changed, 1 to 36500 days; default 365 days.
         *
         * @throws IllegalArgumentException when it is less or more
         */
        public Builder changeRetention(Duration newChangeRetention) {
            changeRetention = ChangeUpkeep.checked(newChangeRetention);
            return this;
        }

        /** Where to send what happens to locks. */
        public Builder webhooks(List<Webhook> newWebhooks) {
            webhooks = List.copyOf(newWebhooks);
            return this;
        }

        /**
         * On PostgreSQL, takes one connection for good, so that other nodes can wake this one when something happens; without
         * it, it looks twice a second.
         *
         * @param newListenOn may be the same data source, if its pool has a connection to spare
         */
        public Builder listenOn(DataSource newListenOn) {
            listenOn = newListenOn;
            return this;
        }

        /**
         * Starts the threads.
         *
         * @throws IllegalStateException when the tables are missing or of another version
         * @throws IllegalArgumentException when a policy names an expiry handler that was not given
         */
        public Heldby build() {
            return new Heldby(this);
        }
    }
}
