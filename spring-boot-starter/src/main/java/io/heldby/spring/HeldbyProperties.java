package io.heldby.spring;

import io.heldby.jdbc.changelog.ChangeUpkeep;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.lock.Enforcement;
import io.heldby.lock.EventSettings;
import io.heldby.lock.Expiry;
import io.heldby.lock.HandOverPolicy;
import io.heldby.lock.LockEvent;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.Protocol;
import io.heldby.lock.RenewalMode;
import io.heldby.lock.Takeover;
import io.heldby.lock.Writes;
import io.heldby.webhook.Webhook;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Everything that can be configured; with one DataSource nothing has to be. Durations are written like {@code 30s},
 * {@code 3m}, {@code 8h}.
 *
 * @param dataSource Name of the DataSource bean that keeps the locks, which must be the one that keeps the guarded
 *     records; needed only where there are several and none is primary.
 * @param sweepEvery How often this node tidies up expired locks, 1 s to 1 day; default 30 s.
 * @param policy The policy of every type that has none of its own.
 * @param policies Policies by type. A type with characters other than letters, digits and hyphens needs brackets, as in
 *     heldby.policies[line_item].lease.
 * @param locksPerPerson How many locks one person may hold at a time, 1 or more; jobs are not counted; default: no
 *     limit.
 * @param events The log of what happens to locks.
 * @param changes The log of what writes changed.
 * @param webhooks Where to send what happens to locks, by a name under which it is remembered how far it was sent: letters,
 *     digits and hyphens.
 * @param jdbc The lock tables.
 * @param http The HTTP API.
 */
@ConfigurationProperties("heldby")
public record HeldbyProperties(
        @Nullable String dataSource,
        @DefaultValue("30s") Duration sweepEvery,
        @DefaultValue Policy policy,
        @DefaultValue Map<String, TypePolicy> policies,
        @Nullable Integer locksPerPerson,
        @DefaultValue Events events,
        @DefaultValue Changes changes,
        @DefaultValue Map<String, WebhookProperties> webhooks,
        @DefaultValue Jdbc jdbc,
        @DefaultValue Http http) {

    /** Checks everything, so that a bad value stops the start and not the first save. */
    public HeldbyProperties {
        if (sweepEvery.compareTo(Duration.ofSeconds(1)) < 0 || sweepEvery.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "heldby.sweep-every must be 1 second to 1 day, but is %s: write for example 30s"
                            .formatted(sweepEvery));
        }
        policies = Map.copyOf(policies);
        webhooks = Map.copyOf(webhooks);
        LockPolicies unused = over(policy, policies, locksPerPerson, LockPolicies.defaults());
    }

    /** The policies that these properties describe. */
    public LockPolicies lockPolicies() {
        return over(LockPolicies.defaults());
    }

    /** These properties over policies that stand elsewhere: what is configured for a type goes before what it has there. */
    LockPolicies over(LockPolicies elsewhere) {
        return over(policy, policies, locksPerPerson, elsewhere);
    }

    private static LockPolicies over(
            Policy policy, Map<String, TypePolicy> types, @Nullable Integer locksPerPerson, LockPolicies elsewhere) {
        LockPolicy base = policy.defaults().over(LockPolicy.DEFAULT, "heldby.policy.default");
        Map<String, LockPolicy> byType = new HashMap<>(elsewhere.byType());
        types.forEach(
                (type, own) -> byType.put(type, own.over(byType.getOrDefault(type, base), "heldby.policies." + type)));
        LockPolicies all = PropertyCheck.of("heldby.policies", () -> new LockPolicies(base, byType));
        return PropertyCheck.of(
                "heldby.locks-per-person", () -> locksPerPerson == null ? all : all.withLocksPerPerson(locksPerPerson));
    }

    /**
     * The policy of types without one of their own.
     *
     * @param defaults What is left out comes from Heldby's own defaults.
     */
    public record Policy(@Name("default") @DefaultValue TypePolicy defaults) {}

    /**
     * How the locks of one type behave. What is left out comes from the default policy; a page lease or a maximum hold that
     * is left out and would be too short for the lease is stretched to fit.
     *
     * @param lease How long a lease lasts without a heartbeat, 1 s to 30 days; default 3 min.
     * @param pageLease How long a page has that never sends a heartbeat, at least the lease; default 30 min.
     * @param maximumHold After this even a renewed lease ends, at least the page lease, at most 30 days; default 8 h.
     * @param renewal Whether a heartbeat extends the lease (the default) or its end is fixed when it is granted.
     * @param expiry Whether an expired lease that nobody has taken may still be renewed and saved under (lenient, the
     *     default) or is over (strict).
     * @param enforcement Whether the guard refuses saves without a good lease (enforce, the default), only reports them
     *     (observe), or does not look (off).
     * @param protocol Whether only editing locks (exclusive-write, the default), reading locks too (exclusive-read), or
     *     readers share and a writer excludes them (read-write).
     * @param takeover Who may take a lock from its living holder: only operators (operator, the default), nobody (never), or
     *     everybody who says why (anyone-with-reason).
     * @param takeOverAfter Instead of takeover: whoever has asked the holder and got no answer for so long may take it, as
     *     operators may at once; 1 s to 30 days.
     * @param answerWithin How long a request waits for the holder's answer, 1 s to 30 days; default 10 min.
     * @param reservedFor How long a record that has become free is kept for whoever waits for it, 1 s to 30 days; default
     *     60 s.
     * @param writes Whether every write needs a lease (lease-required, the default), or may pass while nobody holds the
     *     record (lease-or-free).
     * @param expiryHandler The name of the ExpiryHandler bean that is told when a lock expires or is taken over; default:
     *     nobody is.
     */
    public record TypePolicy(
            @Nullable Duration lease,
            @Nullable Duration pageLease,
            @Nullable Duration maximumHold,
            @Nullable RenewalMode renewal,
            @Nullable Expiry expiry,
            @Nullable Enforcement enforcement,
            @Nullable Protocol protocol,
            @Nullable Writes writes,
            Takeover.@Nullable Always takeover,
            @Nullable Duration takeOverAfter,
            @Nullable Duration answerWithin,
            @Nullable Duration reservedFor,
            @Nullable String expiryHandler) {

        /**
         * These parts over those of another policy.
         *
         * @param property where these parts were configured, for the message
         * @throws IllegalArgumentException when they do not fit each other; names the property, the value and the limit
         */
        LockPolicy over(LockPolicy base, String property) {
            Duration leaseOrBase = or(lease, base.lease());
            Duration hold = maximumHold != null
                    ? maximumHold
                    : longer(base.maximumHold(), longer(leaseOrBase, or(pageLease, leaseOrBase)));
            Duration page = pageLease != null ? pageLease : shorter(longer(base.pageLease(), leaseOrBase), hold);
            HandOverPolicy handOver = handOver(base.handOver(), property);
            return PropertyCheck.ofParts(
                    property,
                    () -> new LockPolicy(
                            leaseOrBase,
                            page,
                            hold,
                            or(renewal, base.renewal()),
                            or(expiry, base.expiry()),
                            or(enforcement, base.enforcement()),
                            or(protocol, base.protocol()),
                            or(writes, base.writes()),
                            handOver,
                            expiryHandler != null ? expiryHandler : base.expiryHandler()));
        }

        private HandOverPolicy handOver(HandOverPolicy base, String property) {
            if (takeover != null && takeOverAfter != null) {
                throw new IllegalArgumentException(
                        "%s.takeover must be left out where take-over-after is given (%s), but is %s: leave out one of the two"
                                .formatted(property, takeOverAfter, takeover));
            }
            Takeover own = PropertyCheck.of(
                    property + ".take-over-after",
                    () -> takeOverAfter == null
                            ? or(takeover, base.takeover())
                            : Takeover.afterNoAnswer(takeOverAfter));
            return PropertyCheck.ofParts(
                    property,
                    () -> new HandOverPolicy(
                            own, or(answerWithin, base.answerWithin()), or(reservedFor, base.reservedFor())));
        }

        private static <T> T or(@Nullable T own, T base) {
            return own == null ? base : own;
        }

        private static Duration longer(Duration a, Duration b) {
            return a.compareTo(b) >= 0 ? a : b;
        }

        private static Duration shorter(Duration a, Duration b) {
            return a.compareTo(b) <= 0 ? a : b;
        }
    }

    /**
     * The log of what happens to locks.
     *
     * @param every How often this node looks for events when nobody wakes it, 50 ms to 1 min; default 500 ms.
     * @param retention How long events are kept, at least 1 day; default 90 days.
     * @param namesKept After this, names and reasons are taken out of events, at least 1 day; default: never.
     * @param listen Whether this node keeps one connection of the pool to be woken by other nodes (PostgreSQL only);
     *     default: if the pool is known to have five or more.
     */
    public record Events(
            @DefaultValue("500ms") Duration every,
            @DefaultValue("90d") Duration retention,
            @Nullable Duration namesKept,
            @Nullable Boolean listen) {

        public Events {
            EventSettings unused =
                    PropertyCheck.ofParts("heldby.events", () -> new EventSettings(every, retention, namesKept));
        }

        public EventSettings settings() {
            return new EventSettings(every, retention, namesKept);
        }
    }

    /**
     * The log of what writes changed.
     *
     * @param retention How long changes are kept, 1 day to 100 years (36500 days); default 365 days.
     */
    public record Changes(@DefaultValue("365d") Duration retention) {

        public Changes {
            Duration unused = PropertyCheck.ofParts("heldby.changes", () -> ChangeUpkeep.checked(retention));
        }
    }

    /**
     * Where to send what happens to locks, signed as standardwebhooks.com says.
     *
     * @param url Where to; https, or http on this computer.
     * @param secret With which it is signed, whsec_ and 24 to 64 random bytes in Base64; the receiver knows it, too.
     * @param types Only what happens to records of these types; default: all.
     * @param kinds Only these kinds of events, such as broken or handed-over; default: all.
     */
    public record WebhookProperties(
            @Nullable String url,
            @Nullable String secret,
            @DefaultValue Set<String> types,
            @DefaultValue Set<LockEvent.Kind> kinds) {

        /**
         * As the core judges it; not in the constructor, whose failure Spring would print with the secret.
         *
         * @throws HeldbyConfigurationException naming the property, what is wrong and what would be right
         */
        Webhook named(String name) {
            try {
                return Webhook.of(name, url, secret).ofTypes(types).ofKinds(kinds);
            } catch (IllegalArgumentException wrong) {
                String message = String.valueOf(wrong.getMessage());
                String part = message.split(" ", 2)[0];
                throw new HeldbyConfigurationException(
                        "heldby.webhooks.%s%s: %s.".formatted(name, part.equals("name") ? "" : "." + part, message),
                        "Change it, or take the whole webhook out.");
            }
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "WebhookProperties[types=" + types + ", kinds=" + kinds + "]";
        }
    }

    /**
     * The lock tables.
     *
     * @param tablePrefix Prefix of all tables, indexes and the sequence: 1 to 30 letters, digits and underscores; default
     *     heldby_.
     * @param schema The database schema they are in; default: the connection's own.
     * @param initializeSchema Whether Heldby creates its tables when they are missing: only in an embedded database (the
     *     default), always, or never, because a migration tool does.
     * @param eventLog Whether every grant and release is logged; default true. Without it only those endings are that a
     *     former holder must be told of.
     */
    public record Jdbc(
            @DefaultValue("heldby_") String tablePrefix,
            @Nullable String schema,
            @DefaultValue("embedded") InitializeSchema initializeSchema,
            @DefaultValue("true") boolean eventLog) {

        public Jdbc {
            PropertyCheck.of(
                    "heldby.jdbc.table-prefix", () -> JdbcSettings.defaults().withTablePrefix(tablePrefix));
            PropertyCheck.of("heldby.jdbc.schema", () -> JdbcSettings.defaults().withSchema(schema));
        }

        public JdbcSettings settings() {
            return new JdbcSettings(tablePrefix, schema, eventLog);
        }
    }

    /**
     * The HTTP API.
     *
     * @param enabled Whether it is there, where there is Spring MVC and a way to know who asks; default true.
     * @param prefix The path that it is under; default /heldby/v1.
     * @param problems Whether a program that calls the application's own controllers reads 423, 428 and 410 when a lock
     *     is in the way, and 409, 412 and 503 when another save is, unless the application handles the exception itself;
     *     default true.
     * @param operatorAuthority The authority that may break other people's locks, read the policies and what was changed, unless a
     *     LockPermissions bean decides otherwise; default ROLE_HELDBY_OPERATOR.
     * @param streamsPerUser How many event streams one person may have open, 1 or more; default 6.
     * @param streams How many event streams this node has, at least as many; default 500.
     */
    public record Http(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("/heldby/v1") String prefix,
            @DefaultValue("true") boolean problems,
            @DefaultValue("ROLE_HELDBY_OPERATOR") String operatorAuthority,
            @DefaultValue("6") int streamsPerUser,
            @DefaultValue("500") int streams) {

        private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

        public Http {
            if (!PATH.matcher(prefix).matches()) {
                throw new IllegalArgumentException(
                        ("heldby.http.prefix must be a path that begins with / and does not end with one, but is \"%s\":"
                                        + " write for example /heldby/v1")
                                .formatted(prefix));
            }
            if (streamsPerUser < 1 || streams < streamsPerUser) {
                throw new IllegalArgumentException(
                        ("heldby.http.streams-per-user must be 1 or more and heldby.http.streams at least as many, but are %d"
                                        + " and %d: leave them out for 6 and 500")
                                .formatted(streamsPerUser, streams));
            }
            if (operatorAuthority.isBlank()) {
                throw new IllegalArgumentException(
                        "heldby.http.operator-authority must not be blank, but is \"%s\":".formatted(operatorAuthority)
                                + " name an authority that nobody has if nobody may break locks");
            }
        }
    }
}
