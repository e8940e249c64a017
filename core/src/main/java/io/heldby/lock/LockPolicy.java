package io.heldby.lock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the locks of one type behave.
 *
 * @param lease how long a lease lasts without a heartbeat, 1 s to 30 days; default 3 min
 * @param pageLease how long a page has that never sends a heartbeat (no JavaScript), at least {@code lease}; default
 *     30 min; without meaning for {@link RenewalMode#FIXED}
 * @param maximumHold after this even a renewed lease ends, at least {@code pageLease}, at most 30 days; default 8 h
 * @param expiryHandler the name of the {@link ExpiryHandler} that is told when one of its locks expires or is taken over,
 *     1 to 100 chars; null (the default) when nobody is
 */
public record LockPolicy(
        Duration lease,
        Duration pageLease,
        Duration maximumHold,
        RenewalMode renewal,
        Expiry expiry,
        Enforcement enforcement,
        Protocol protocol,
        Writes writes,
        HandOverPolicy handOver,
        @Nullable String expiryHandler) {

    public static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    public static final Duration LONGEST_LEASE = Duration.ofDays(30);

    /** Sliding lease of 3 minutes (30 for pages without heartbeat), at most 8 hours, lenient, enforced. */
    public static final LockPolicy DEFAULT = new LockPolicy(
            Duration.ofMinutes(3),
            Duration.ofMinutes(30),
            Duration.ofHours(8),
            RenewalMode.HEARTBEAT,
            Expiry.LENIENT,
            Enforcement.ENFORCE);

    /**
     * Checks the times and the name.
     *
     * @throws IllegalArgumentException when a time is out of range or the three do not fit each other
     */
    public LockPolicy {
        checkedTime("lease", lease);
        checkedTime("pageLease", pageLease);
        checkedTime("maximumHold", maximumHold);
        if (pageLease.compareTo(lease) < 0) {
            throw new IllegalArgumentException(
                    "pageLease must be at least lease (%s), but is %s".formatted(lease, pageLease));
        }
        if (maximumHold.compareTo(pageLease) < 0) {
            throw new IllegalArgumentException(
                    "maximumHold must be at least pageLease (%s), but is %s".formatted(pageLease, maximumHold));
        }
        if (expiryHandler != null) {
            HandlerNames.checked(expiryHandler);
        }
    }

    /** With the usual ways for a lock to change hands. */
    public LockPolicy(
            Duration lease,
            Duration pageLease,
            Duration maximumHold,
            RenewalMode renewal,
            Expiry expiry,
            Enforcement enforcement,
            Protocol protocol,
            Writes writes) {
        this(
                lease,
                pageLease,
                maximumHold,
                renewal,
                expiry,
                enforcement,
                protocol,
                writes,
                HandOverPolicy.DEFAULT,
                null);
    }

    /** For readers who are free and writers who need a lease. */
    public LockPolicy(
            Duration lease,
            Duration pageLease,
            Duration maximumHold,
            RenewalMode renewal,
            Expiry expiry,
            Enforcement enforcement) {
        this(
                lease,
                pageLease,
                maximumHold,
                renewal,
                expiry,
                enforcement,
                Protocol.EXCLUSIVE_WRITE,
                Writes.LEASE_REQUIRED);
    }

    /** A lease of exactly this length that neither heartbeats extend nor a closed page ends early. */
    public static LockPolicy fixed(Duration lease) {
        return new LockPolicy(lease, lease, lease, RenewalMode.FIXED, Expiry.LENIENT, Enforcement.ENFORCE);
    }

    /** A sliding lease. The two other times are stretched or cut where they would not fit it. */
    public static LockPolicy heartbeat(Duration lease, Duration maximumHold) {
        Duration page = shorter(longer(lease, DEFAULT.pageLease), maximumHold);
        return new LockPolicy(lease, page, maximumHold, RenewalMode.HEARTBEAT, Expiry.LENIENT, Enforcement.ENFORCE);
    }

    public LockPolicy withExpiry(Expiry newExpiry) {
        return new LockPolicy(
                lease,
                pageLease,
                maximumHold,
                renewal,
                newExpiry,
                enforcement,
                protocol,
                writes,
                handOver,
                expiryHandler);
    }

    public LockPolicy withEnforcement(Enforcement newEnforcement) {
        return new LockPolicy(
                lease,
                pageLease,
                maximumHold,
                renewal,
                expiry,
                newEnforcement,
                protocol,
                writes,
                handOver,
                expiryHandler);
    }

    public LockPolicy withProtocol(Protocol newProtocol) {
        return new LockPolicy(
                lease,
                pageLease,
                maximumHold,
                renewal,
                expiry,
                enforcement,
                newProtocol,
                writes,
                handOver,
                expiryHandler);
    }

    public LockPolicy withWrites(Writes newWrites) {
        return new LockPolicy(
                lease,
                pageLease,
                maximumHold,
                renewal,
                expiry,
                enforcement,
                protocol,
                newWrites,
                handOver,
                expiryHandler);
    }

    /** How its locks change hands when somebody else wants them. */
    public LockPolicy withHandOver(HandOverPolicy newHandOver) {
        return new LockPolicy(
                lease,
                pageLease,
                maximumHold,
                renewal,
                expiry,
                enforcement,
                protocol,
                writes,
                newHandOver,
                expiryHandler);
    }

    /** Who is told when one of its locks expires or is taken over, by name; null for nobody. */
    public LockPolicy withExpiryHandler(@Nullable String name) {
        return new LockPolicy(
                lease, pageLease, maximumHold, renewal, expiry, enforcement, protocol, writes, handOver, name);
    }

    /** Who may take a lock from its living holder. */
    public LockPolicy withTakeover(Takeover takeover) {
        return withHandOver(handOver.withTakeover(takeover));
    }

    static Duration checkedTime(String field, Duration time) {
        if (time.compareTo(SHORTEST_LEASE) < 0 || time.compareTo(LONGEST_LEASE) > 0) {
            throw new IllegalArgumentException(
                    "%s must be between 1 second and 30 days, but is %s".formatted(field, time));
        }
        return time;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
